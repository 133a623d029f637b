# frozen_string_literal: true

# What members sign of how they are called (docs/protocol.md §6.3).
RSpec.describe EncryptedMessages::IdentityController do
  fab!(:jane) { Fabricate(:user, username: "jane", refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, username: "pete", refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }

  let(:path) { "/encrypted-messages/identity/name.json" }

  before do
    enable_current_plugin
    host! "test.localhost"
    enable_encrypted_messages_for(pete)
    sign_in(pete)
  end

  def publish(name)
    put path, params: { name: }
    response.status
  end

  def shown(**params)
    get("/encrypted-messages/identities.json", params:)
    response.parsed_body["identities"].first
  end

  def told
    get "/session/current.json"
    response.parsed_body["current_user"]["encrypted_messages_name"]
  end

  def rename(user, username)
    UsernameChanger.change(user, username, admin)
    user.reload
  end

  it "are shown with the card, by name and by number, and to their owner's page" do
    expect(told).to be_nil
    expect(publish(name = signed_name(pete))).to eq(200)
    expect(told).to eq(name)

    sign_in(jane)
    [{ usernames: ["pete"] }, { user_ids: [pete.id] }].each do |params|
      expect(shown(**params)).to include("user_id" => pete.id, "username" => "pete", "name" => name)
    end
  end

  it "give way to later ones alone" do
    expect(publish(signed_name(pete, publication: 2))).to eq(200)
    [1, 2].each { |publication| expect(publish(signed_name(pete, publication:))).to eq(409) }
    expect(publish(latest = signed_name(pete, publication: 3))).to eq(200)
    expect(told).to eq(latest)
  end

  it "are the username that the member has, to the letter, after a rename too" do
    %w[peter Pete jane].each { |username| expect(publish(signed_name(pete, username:))).to eq(409) }
    expect(publish(before = signed_name(pete))).to eq(200)

    rename(pete, "peter")
    expect(told).to eq(before)
    expect(publish(signed_name(pete, username: "pete", publication: 2))).to eq(409)
    expect(publish(name = signed_name(pete, publication: 2))).to eq(200)
    expect(told).to eq(name)
  end

  it "are refused where clients would refuse them" do
    others = card_for(pete)
    expect(publish(signed_name(jane, card: card_for(jane)))).to eq(400)
    expect(publish(signed_name(pete, card: others))).to eq(400)
    expect(publish(signed_name(pete, key: OpenSSL::PKey.generate_key("ED25519")))).to eq(400)
    expect(publish(signed_name(pete, header: { EncryptedMessagesHelpers::KIND => 16 }))).to eq(400)
    expect(publish(signed_name(pete, payload: { 5 => 1 }))).to eq(400)
    expect(publish(signed_name(pete, publication: 0))).to eq(400)
    expect(publish(signed_name(pete, username: ""))).to eq(400)
    expect(publish(signed_name(pete, username: "pete\xff"))).to eq(400)
    expect(told).to be_nil
  end

  it "are one's own, with one's own keys" do
    sign_in(jane)
    expect(publish(signed_name(pete))).to eq(400)
    expect(publish(signed_name(jane, card: card_for(jane)))).to eq(400)
    expect(shown(user_ids: [pete.id])).not_to have_key("name")
  end

  describe "beside the keys" do
    let(:card) { card_for(jane) }
    let(:identity) { { card:, backup:, version: 0, address_book: sealed_book(jane) } }

    before { sign_in(jane) }

    it "come with the first ones" do
      put "/encrypted-messages/identity.json",
          params: identity.merge(name: signed_name(jane, card:))
      expect(response.status).to eq(200)
      expect(shown(usernames: ["jane"])).to include("name" => signed_name(jane, card:))
    end

    it "are refused with the keys where they are of other ones" do
      put "/encrypted-messages/identity.json", params: identity.merge(name: signed_name(pete))
      expect(response.status).to eq(400)
      expect(EncryptedMessages::Identity.exists?(jane.id)).to eq(false)
    end

    it "are left out where the page did not know of a rename" do
      stale = signed_name(jane, card:)
      rename(jane, "janet")
      put "/encrypted-messages/identity.json", params: identity.merge(name: stale)
      expect(response.status).to eq(200)
      expect(told).to be_nil
    end

    it "come with new ones, and none of the earlier ones stay" do
      put "/encrypted-messages/identity.json",
          params: identity.merge(name: signed_name(jane, card:))
      first = card_for(jane, replaces: card)
      replacement = "/encrypted-messages/identity/replacement.json"
      name = signed_name(jane, card: first, publication: 2)
      post replacement,
           params: {
             card: first,
             backup:,
             version: 1,
             address_book: next_book(jane),
             name:,
           }
      expect(response.status).to eq(200)
      expect(told).to eq(name)

      second = card_for(jane, replaces: first)
      post replacement, params: { card: second, backup:, version: 2, address_book: next_book(jane) }
      expect(response.status).to eq(200)
      expect(told).to be_nil
    end
  end

  describe "when the account goes" do
    before { publish(signed_name(pete)) }

    def fields(user)
      UserCustomField.where(user_id: user.id, name: EncryptedMessages::Identity::NAME)
    end

    it "go where it is anonymized, though the card stays" do
      expect(fields(pete).count).to eq(1)
      UserAnonymizer.make_anonymous(pete, admin)
      expect(fields(pete)).to be_empty
      sign_in(jane)
      expect(shown(user_ids: [pete.id])).to include("retired" => true)
      expect(shown(user_ids: [pete.id])).not_to have_key("name")
    end

    it "go where it is merged into another, whether that one has keys or not" do
      enable_encrypted_messages_for(jane)
      [jane, Fabricate(:user, refresh_auto_groups: true)].each do |target|
        source = Fabricate(:user, refresh_auto_groups: true)
        enable_encrypted_messages_for(source)
        sign_in(source)
        expect(publish(signed_name(source))).to eq(200)
        UserMerger.new(source, target, admin).merge!
        expect(fields(target)).to be_empty
      end
    end

    it "go where it is deleted, and nothing says who signed a roster" do
      enable_encrypted_messages_for(jane)
      topic = start_conversation(pete, jane).topic
      pete_id = pete.id
      UserDestroyer.new(admin).destroy(pete, delete_posts: true)
      expect(UserCustomField.where(user_id: pete_id)).to be_empty
      PostDestroyer.new(admin, Post.with_deleted.find_by(topic_id: topic.id)).recover

      sign_in(jane)
      expect(shown(user_ids: [pete_id])).to include("gone" => true)
      expect(shown(user_ids: [pete_id]).keys).not_to include("name", "username")
    end
  end
end
