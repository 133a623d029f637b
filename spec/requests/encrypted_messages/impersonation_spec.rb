# frozen_string_literal: true

# Staff who look at the site as a member does are not that member.
RSpec.describe EncryptedMessages::IdentityController do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }

  let(:path) { "/encrypted-messages/identity.json" }
  let(:card) { card_for(jane) }
  let(:new_card) { card_for(jane, replaces: card) }
  let(:reason) { I18n.t("encrypted_messages.errors.impersonated") }

  before do
    enable_current_plugin
    host! "test.localhost"
  end

  def stored
    EncryptedMessages::Identity.new(jane).stored
  end

  def current_user
    get "/session/current.json"
    response.parsed_body["current_user"]
  end

  def expect_refusal
    expect(response.status).to eq(403)
    expect(response.parsed_body["errors"]).to eq([reason])
  end

  # Core's administrators' page, which logs in as the member, or impersonates within the own login.
  def press_impersonate
    sign_in(admin)
    post "/admin/impersonate.json", params: { username_or_email: jane.username }
    expect(response.status).to eq(200)
  end

  # What core's newer way of impersonating stores in the database.
  def impersonate_within_own_login
    sign_in(admin)
    UserAuthToken.where(user_id: admin.id).update_all(
      impersonated_user_id: jane.id,
      impersonation_expires_at: 1.hour.from_now,
    )
  end

  %i[press_impersonate impersonate_within_own_login].each do |way|
    describe way.to_s.humanize.downcase do
      it "gets no backup, and is told why (H8)" do
        store_identity(jane, card:, backup:, version: 0)
        send(way)
        expect(current_user["id"]).to eq(jane.id)
        get path

        expect_refusal
        expect(response.body).not_to include(stored[:backup])
      end

      it "enables nothing for the member (H8)" do
        send(way)
        put path, params: { card:, backup:, version: 0, address_book: next_book(jane) }
        expect_refusal
        expect(stored[:card]).to be_nil
      end

      it "changes no secret and replaces no keys (H8)" do
        store_identity(jane, card:, backup:, version: 0)
        before = stored
        send(way)

        put path, params: { card:, backup:, version: 1, address_book: next_book(jane) }
        expect_refusal
        post "/encrypted-messages/identity/replacement.json",
             params: {
               card: new_card,
               backup:,
               version: 1,
               address_book: next_book(jane),
             }
        expect_refusal
        get "/encrypted-messages/identity/losses.json"
        expect_refusal
        expect(stored).to eq(before)
      end

      it "is told by the page that encrypted messages cannot be used (H8)" do
        send(way)
        expect(current_user).to include(
          "can_use_encrypted_messages" => false,
          "encrypted_messages_unavailable_reason" => "impersonated",
        )
      end

      it "leaves the member's own logins alone (H8)" do
        store_identity(jane, card:, backup:, version: 0)
        send(way)
        sign_in(jane)
        get path
        expect(response.status).to eq(200)
        expect(current_user["can_use_encrypted_messages"]).to eq(true)
      end
    end
  end

  it "keeps in mind that staff logged in as the member, for as long as that login lasts (H8)" do
    press_impersonate
    cookies.delete("_forum_session")
    get path
    expect_refusal

    # The daily job removes the record, since core deletes logins by SQL.
    UserAuthToken.where(user_id: jane.id).delete_all
    EncryptedMessages::DeadRows.remove_some({})
    expect(EncryptedMessages::ImpersonatedSession.count).to eq(0)
  end

  it "gives keys to none but a login (H8)" do
    store_identity(jane, card:, backup:, version: 0)
    # On another host, the message bus gets the current user by a shared key; so does a request that sends this key
    # here.
    get path, env: { Auth::DefaultCurrentUserProvider::CURRENT_USER_KEY => jane }
    expect(response.status).to eq(403)
  end
end
