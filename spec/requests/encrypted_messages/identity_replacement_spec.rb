# frozen_string_literal: true

# Resetting encryption, for who forgot the secret: docs/protocol.md §6.1
RSpec.describe EncryptedMessages::IdentityController do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }

  let(:path) { "/encrypted-messages/identity/replacement.json" }
  let(:losses_path) { "/encrypted-messages/identity/losses.json" }
  let!(:first_card) do
    enable_encrypted_messages_for(jane, pete)
    identity.stored[:card]
  end
  let(:params) do
    card = card_for(jane, replaces: first_card)
    { card:, backup:, version: 1, address_book: sealed_book(jane, seen: 1) }
  end

  before do
    enable_current_plugin
    host! "test.localhost"
  end

  def identity(user = jane)
    EncryptedMessages::Identity.new(user)
  end

  def draft(user, key, text)
    Draft.set(user, key, 0, { reply: text, action: "privateMessage" }.to_json)
  end

  describe "the gates" do
    def expect_refusal(status)
      expect(response.status).to eq(status)
      expect(identity.stored).to include(card: first_card, version: 1)
    end

    it "are those of every endpoint (R18)" do
      post(path, params:)
      expect_refusal(403)

      SiteSetting.encrypted_messages_enabled = false
      sign_in(jane)
      post(path, params:)
      expect_refusal(404)
      get losses_path
      expect_refusal(404)
      get "/encrypted-messages/identity/drafts.json"
      expect_refusal(404)

      SiteSetting.encrypted_messages_enabled = true
      SiteSetting.encrypted_messages_allowed_groups = Fabricate(:group).id.to_s
      post(path, params:)
      expect_refusal(403)
    end

    it "are closed to an administrator's API key (R18)" do
      headers = { "Api-Key" => Fabricate(:api_key).key, "Api-Username" => jane.username }
      post(path, params:, headers:)
      expect_refusal(403)
      get(losses_path, headers:)
      expect_refusal(403)
      get("/encrypted-messages/identity/drafts.json", headers:)
      expect_refusal(403)
    end

    it "limit how often" do
      RateLimiter.enable
      sign_in(jane)
      described_class::REPLACEMENTS_PER_DAY.times { post path, params: params.merge(version: 7) }
      expect_refusal(409)
      post(path, params:)
      expect_refusal(429)
    end
  end

  it "tells the member's open pages which keys they have now (D6)" do
    sign_in(jane)
    channel = EncryptedMessages::Identity.channel(jane)
    messages = MessageBus.track_publish(channel) { post(path, params:) }

    expect(response.status).to eq(200)
    expect(messages.map(&:user_ids)).to eq([[jane.id]])
    fingerprint = EncryptedMessages::Card.fingerprint(params[:card])
    expect(messages.map(&:data)).to eq([{ fingerprint: }])
  end

  it "tells them nothing where nothing was stored (D6)" do
    sign_in(jane)
    channel = EncryptedMessages::Identity.channel(jane)
    messages = MessageBus.track_publish(channel) { post(path, params: params.merge(version: 7)) }
    expect(messages).to be_empty
  end

  describe "#losses" do
    before { sign_in(jane) }

    it "counts what the member could no longer open, and nothing of others (R8)" do
      conversation = start_conversation(pete, jane).topic
      reply_to(conversation, jane)
      start_conversation(jane, pete)
      removed = reply_to(conversation, pete)
      removed.trash!
      start_conversation(jane, pete).topic.trash!
      other = Fabricate(:user, refresh_auto_groups: true)
      enable_encrypted_messages_for(other)
      start_conversation(pete, other)
      draft(jane, "topic_#{conversation.id}", encrypted_raw(conversation_id: random_id))
      draft(jane, "new_topic", "in the clear")
      draft(pete, "new_private_message", encrypted_raw(conversation_id: random_id))

      get losses_path
      expect(response.parsed_body).to eq("conversations" => 2, "messages" => 3, "drafts" => 1)
    end

    it "does not count again what was lost before" do
      start_conversation(pete, jane)
      post(path, params:)
      get losses_path
      expect(response.parsed_body).to eq("conversations" => 0, "messages" => 0, "drafts" => 0)
    end

    it "counts as much where the site has lost the keys, so that nobody resets their encryption uncounted (T2)" do
      start_conversation(pete, jane)
      EncryptedMessages::Identity.delete(jane)
      get losses_path
      expect(response.parsed_body).to eq("conversations" => 1, "messages" => 1, "drafts" => 0)
    end
  end

  describe "#replace" do
    before { sign_in(jane) }

    it "stores the new card and backup, and keeps the earlier card (R8, R18)" do
      post(path, params:)

      expect(response.status).to eq(200)
      expect(response.parsed_body).to eq("version" => 2)
      expect(identity.stored).to eq(card: params[:card], backup: params[:backup], version: 2)
      expect(identity.earlier_cards).to eq([first_card])
    end

    it "puts a new address book in the place of the one before, and takes none that does not know of it (R36)" do
      write_address_book(jane, **next_book(jane, shards: [3]))
      post(path, params:)
      expect(response.status).to eq(409)
      expect(response.parsed_body["error_type"]).to eq("address_book_changed")
      expect(identity.stored).to include(card: first_card, version: 1)

      book = sealed_book(jane, seen: 2, shards: [5])
      post path, params: params.merge(address_book: book)
      expect(response.status).to eq(200)
      expect(stored_book(jane)).to eq(0 => [3, book[:parts]["0"]], 5 => [3, book[:parts]["5"]])
    end

    it "drops the drafts that only the earlier keys could open, and no others" do
      draft(jane, "new_private_message", encrypted_raw(conversation_id: random_id))
      draft(jane, "new_topic", "in the clear")
      draft(pete, "new_private_message", encrypted_raw(conversation_id: random_id))
      post(path, params:)

      expect(Draft.pluck(:user_id, :draft_key)).to contain_exactly(
        [jane.id, "new_topic"],
        [pete.id, "new_private_message"],
      )
    end

    describe "with drafts, where the earlier keys vouch for the new ones" do
      let(:drafts_path) { "/encrypted-messages/identity/drafts.json" }
      let(:card) { card_for(jane, replaces: first_card, vouched: true) }
      let(:new_text) { draft_raw }

      def draft_raw
        "encrypted-message:v1:#{envelope(kind: :draft, conversation_id: random_id, epoch: 0)}"
      end

      def data_of(key)
        JSON.parse(Draft.find_by(user_id: jane.id, draft_key: key).data)
      end

      def replace(drafts)
        address_book = next_book(jane)
        post path, params: { card:, backup:, version: 1, drafts:, address_book: }, as: :json
      end

      it "gives the member what is encrypted in them, and nothing of others" do
        text = draft_raw
        body = encrypted_raw(conversation_id: random_id)
        fields = { reply: text, original_text: body, action: "privateMessage" }
        Draft.set(jane, "post_7", 0, fields.to_json)
        draft(jane, "new_topic", "in the clear")
        draft(pete, "new_private_message", draft_raw)
        get drafts_path
        expect(response.parsed_body["drafts"]).to eq(
          "post_7" => {
            "sequence" => 0,
            "texts" => {
              "reply" => text,
            },
          },
        )
      end

      it "puts them encrypted anew in their place, and drops what is not given (R35)" do
        draft(jane, "new_private_message", draft_raw)
        draft(jane, "topic_1", draft_raw)
        draft(jane, "new_topic", "in the clear")
        replace(
          "new_private_message" => {
            sequence: 0,
            texts: {
              reply: new_text,
            },
          },
          "topic_1" => {
            sequence: 0,
          },
        )
        expect(response.status).to eq(200)
        expect(data_of("new_private_message")).to eq(
          "reply" => new_text,
          "action" => "privateMessage",
        )
        expect(data_of("new_topic")["reply"]).to eq("in the clear")
        expect(Draft.where(user_id: jane.id).count).to eq(2)
      end

      it "takes nothing else in their place" do
        [
          { reply: "in the clear" },
          { reply: encrypted_raw(conversation_id: random_id) },
          { reply: new_text, title: new_text },
          "text",
        ].each do |texts|
          Draft.where(user_id: jane.id).delete_all
          draft(jane, "topic_1", draft_raw)
          own = EncryptedMessages::OwnDrafts.new(jane)
          own.renew({ "topic_1" => { sequence: 0, texts: } })
          expect(Draft.where(user_id: jane.id)).to be_empty
        end
      end

      it "stores nothing where one was saved since the client asked (R35)" do
        draft(jane, "topic_1", draft_raw)
        old = data_of("topic_1")
        [
          nil,
          {},
          "drafts",
          { "topic_1" => { sequence: 1 } },
          { "topic_1" => nil },
          { "topic_1" => { sequence: 0 }, "topic_2" => { sequence: 0 } },
        ].each do |given|
          replace(given)
          expect(response.status).to eq(409)
          expect(data_of("topic_1")).to eq(old)
          expect(identity.stored[:card]).to eq(first_card)
        end
      end
    end

    it "does not count as lost what the keys that vouch for the new ones open (R35)" do
      start_conversation(pete, jane)
      reset_encryption(jane, vouched: true)
      get losses_path
      expect(response.parsed_body).to include("conversations" => 1, "messages" => 1)
    end

    it "is all or nothing" do
      draft(jane, "new_private_message", encrypted_raw(conversation_id: random_id))
      # A value that the database does not take, in the last of the rows that are written.
      UserCustomField.connection.execute(<<~SQL)
        ALTER TABLE user_custom_fields ADD CONSTRAINT no_second CHECK (value <> '2')
      SQL
      expect { replace_identity(jane, **params) }.to raise_error(ActiveRecord::StatementInvalid)

      expect(identity.stored).to include(card: first_card, version: 1)
      expect(identity.earlier_cards).to eq([])
      expect(Draft.where(user_id: jane.id).count).to eq(1)
    end

    it "is settled by the version where another device was faster (R8)" do
      address_book = next_book(jane)
      put "/encrypted-messages/identity.json",
          params: {
            card: first_card,
            backup:,
            version: 1,
            address_book:,
          }
      stored = identity.stored
      post(path, params:)

      expect(response.status).to eq(409)
      expect(response.parsed_body["errors"]).to eq(
        [I18n.t("encrypted_messages.errors.identity_conflict")],
      )
      expect(identity.stored).to eq(stored)
    end

    it "takes only a card that names the stored one" do
      [
        card_for(jane),
        card_for(jane, replaces: card_for(jane)),
        card_for(jane, replaces: identity(pete).stored[:card]),
        first_card,
      ].each do |card|
        post path, params: params.merge(card: card)
        expect(response.status).to eq(422)
        expect(response.parsed_body["errors"]).to eq(
          [I18n.t("encrypted_messages.errors.no_replacement")],
        )
      end
      expect(identity.stored).to include(card: first_card, version: 1)
    end

    it "needs an identity to replace" do
      mary = Fabricate(:user, refresh_auto_groups: true)
      sign_in(mary)
      card = card_for(mary, replaces: first_card)
      post path, params: { card:, backup:, version: 0, address_book: sealed_book(mary) }
      expect(response.status).to eq(422)
      expect(EncryptedMessages::Identity.exists?(mary.id)).to eq(false)
    end

    it "refuses what is not shaped like a card, a backup and a version" do
      {
        card: [nil, "", "hello!", card_for(pete, replaces: first_card), ["AA"]],
        backup: [nil, "", "hello!", ["AA"]],
        version: [nil, "", "-1", "x"],
        address_book: [nil, "", "none", sealed_book(pete, seen: 1)],
      }.each do |name, values|
        values.each do |value|
          post path, params: params.merge(name => value)
          expect(response.status).to eq(400), "#{name}: #{value.inspect}"
        end
      end
      expect(identity.stored).to include(card: first_card, version: 1)
    end

    it "keeps no more earlier cards than readers accept" do
      replaced =
        Array.new(EncryptedMessages::Identity::MAX_EARLIER_CARDS + 1) do
          identity.stored[:card].tap { reset_encryption(jane) }
        end
      expect(identity.earlier_cards).to eq(replaced.reverse[0...-1])
    end

    it "lets cards outlive the account, to verify with, and no wrapped private key (R18)" do
      reset_encryption(jane)
      cards = [identity.stored[:card], *identity.earlier_cards]
      DiscourseEvent.trigger(:user_anonymized, user: jane, opts: {})
      expect(identity.stored).to eq(card: nil, backup: nil, version: 0)
      expect(identity.earlier_cards).to eq(cards)
    end
  end

  it "tells the member's other devices by the fingerprint of the current card (R5)" do
    sign_in(jane)
    fingerprint = -> do
      get "/session/current.json"
      response.parsed_body.dig("current_user", "encrypted_messages_fingerprint")
    end
    expect(fingerprint.call).to eq(EncryptedMessages::Card.fingerprint(first_card))
    reset_encryption(jane)
    expect(fingerprint.call).to eq(EncryptedMessages::Card.fingerprint(identity.stored[:card]))
    sign_in(Fabricate(:user, refresh_auto_groups: true))
    expect(fingerprint.call).to be_nil
  end
end
