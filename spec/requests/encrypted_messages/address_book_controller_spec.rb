# frozen_string_literal: true

RSpec.describe EncryptedMessages::AddressBookController do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }

  let(:path) { "/encrypted-messages/address-book.json" }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
    # as where SQL has deleted it
    EncryptedMessages::AddressBookPart.delete_all
    host! "test.localhost"
  end

  def text_of(user, part)
    stored_book(user).fetch(part).last
  end

  # What the page tells of it.
  def told
    get "/session/current.json"
    response.parsed_body["current_user"]["encrypted_messages_address_book"]
  end

  %i[get put].each do |verb|
    describe "the gates before #{verb}" do
      let!(:before) { stored_book(jane) }

      def expect_refusal(status, reason = nil)
        expect(response.status).to eq(status)
        expect(stored_book(jane)).to eq(before)
        return if reason.nil?
        expect(response.parsed_body["errors"]).to eq(
          [I18n.t("encrypted_messages.errors.#{reason}")],
        )
      end

      it "are those of every endpoint that gives out what is the member's own (R18, R36)" do
        params = sealed_book(jane)
        public_send(verb, path, params:)
        expect_refusal(403)

        headers = { "Api-Key" => Fabricate(:api_key).key, "Api-Username" => jane.username }
        public_send(verb, path, params:, headers:)
        expect_refusal(403)

        leave_secure_context
        sign_in(jane)
        public_send(verb, path, params:)
        expect_refusal(403, "insecure_context")
        SiteSetting.force_hostname = ""
        host! "test.localhost"

        sign_in(jane)
        SiteSetting.encrypted_messages_allowed_groups = Fabricate(:group).id.to_s
        public_send(verb, path, params:)
        expect_refusal(403, "not_allowed")

        SiteSetting.encrypted_messages_enabled = false
        public_send(verb, path, params:)
        expect_refusal(404)
      end

      it "are closed to staff who impersonate the member (R18, R36)" do
        sign_in(admin)
        UserAuthToken.where(user_id: admin.id).update_all(
          impersonated_user_id: jane.id,
          impersonation_expires_at: 1.hour.from_now,
        )
        public_send(verb, path, params: sealed_book(jane))
        expect_refusal(403, "impersonated")
      end
    end
  end

  describe "#show" do
    it "has nothing before anything was written (R36)" do
      sign_in(jane)
      get path
      expect(response.status).to eq(404)
      expect(told).to eq(0)
    end

    it "gives a member their own, and nobody else's (R18, R36)" do
      book = sealed_book(jane, shards: [3])
      sign_in(jane)
      put(path, params: book)
      get path
      expect(response.parsed_body).to eq("version" => 1, "parts" => book[:parts])

      [pete, admin].each do |user|
        sign_in(user)
        get path, params: { user_id: jane.id, username: jane.username }
        expect(response.status).to eq(404)
        expect(told).to eq(0)
      end
    end

    it "gives what was written since, and the version alone where that is nothing (R36)" do
      sign_in(jane)
      put path, params: sealed_book(jane, shards: [3, 32])
      put path, params: sealed_book(jane, seen: 1, version: 5, shards: [32])

      get path, params: { since: 1 }
      expect(response.parsed_body["version"]).to eq(5)
      expect(response.parsed_body["parts"].keys).to eq(%w[0 32])
      get path, params: { since: 5 }
      expect(response.parsed_body).to eq("version" => 5, "parts" => {})
      expect(told).to eq(5)
    end

    it "needs a version to be a whole number (R36)" do
      sign_in(jane)
      ["", "-1", "1.0", "x", "1\n", ["1"], { "a" => "1" }].each do |since|
        get path, params: { since: }
        expect(response.status).to eq(400), since.inspect
      end
    end
  end

  describe "#update" do
    before { sign_in(jane) }

    it "stores what is sent, and keeps the other parts (R36)" do
      put path, params: (first = sealed_book(jane, shards: [3, 32]))
      expect(response.parsed_body).to eq("version" => 1)
      put path, params: (second = sealed_book(jane, seen: 1, shards: [32])), as: :json
      expect(response.parsed_body).to eq("version" => 2)

      expect(stored_book(jane)).to eq(
        0 => [2, second[:parts]["0"]],
        3 => [1, first[:parts]["3"]],
        32 => [2, second[:parts]["32"]],
      )
      expect(stored_book(pete)).to be_empty
    end

    it "refuses what does not follow what is stored, so that nothing is overwritten unseen (R36)" do
      put path, params: sealed_book(jane, version: 4)
      before = stored_book(jane)
      # seen, and the new version
      [[0, 5], [3, 5], [5, 6], [4, 4], [4, 3]].each do |seen, version|
        put path, params: sealed_book(jane, seen:, version:, shards: [7])
        expect(response.status).to eq(409), [seen, version].inspect
        expect(response.parsed_body).to include(
          "error_type" => "address_book_changed",
          "errors" => [I18n.t("encrypted_messages.errors.address_book_changed")],
        )
      end
      expect(stored_book(jane)).to eq(before)
      put path, params: sealed_book(jane, seen: 4, version: 9)
      expect(response.parsed_body).to eq("version" => 9)
    end

    it "is for who has keys (R36)" do
      sign_in(admin)
      put path, params: sealed_book(admin)
      expect(response.status).to eq(404)
      expect(stored_book(admin)).to be_empty
    end

    it "writes the member's own, whoever else is named (R18, R36)" do
      put path, params: sealed_book(jane).merge(user_id: pete.id, username: pete.username)
      expect(stored_book(jane).keys).to eq([0])
      expect(stored_book(pete)).to be_empty
      put path, params: sealed_book(pete)
      expect(response.status).to eq(400)
    end

    it "refuses what is not shaped like parts, whole (R36)" do
      right = sealed_book(jane)
      root = right[:parts]["0"]
      [
        { parts: nil },
        { parts: "" },
        { parts: [root] },
        { parts: {} },
        { parts: { "0" => "hello!" } },
        { parts: { "0" => [root] } },
        { parts: { "1" => sealed_part(jane, part: 1) } },
        { parts: { "0" => sealed_part(jane, part: 1) } },
        { parts: { "0" => root, "1" => sealed_part(jane, part: 2) } },
        { parts: { "0" => root, "1" => "" } },
        { parts: { "0" => root, "33" => sealed_part(jane, part: 33) } },
        { parts: { "0" => root, "01" => sealed_part(jane, part: 1) } },
        { parts: { "0" => root, "-1" => sealed_part(jane, part: -1) } },
        { parts: { "0" => "#{root}A" } },
        { version: nil },
        { version: "-1" },
        { version: "1.0" },
        { version: "x" },
        { version: "99999999999" },
        { version: ["0"] },
      ].each do |change|
        put path, params: right.merge(change), as: :json
        expect(response.status).to eq(400), change.keys.inspect
      end
      expect(stored_book(jane)).to be_empty
    end

    it "leaves no trace in the log (R23, R36)" do
      output = StringIO.new
      # A production site's level: below it every SQL value of everybody is logged.
      logger = ActiveSupport::Logger.new(output, level: Logger::INFO)
      Rails.logger.broadcast_to(logger)
      put path, params: (book = sealed_book(jane))

      expect(response.status).to eq(200)
      expect(output.string).to include("AddressBookController#update")
      expect(output.string).not_to include(book[:parts]["0"])
    ensure
      Rails.logger.stop_broadcasting_to(logger)
    end
  end

  it "is in no other JSON of the site (R18, R36)" do
    sign_in(jane)
    put path, params: sealed_book(jane)
    secret = text_of(jane, 0)
    [jane, pete, admin].each do |viewer|
      sign_in(viewer)
      [
        "/u/#{jane.username}.json",
        "/u/#{jane.username}/card.json",
        "/session/current.json",
        "/encrypted-messages/identity.json",
      ].each do |url|
        get url
        expect(response.body).not_to include(secret)
      end
    end
  end
end
