# frozen_string_literal: true

RSpec.describe EncryptedMessages::IdentityController do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }

  let(:path) { "/encrypted-messages/identity.json" }
  let(:params) { { card: card_for(jane), backup:, version: 0, address_book: sealed_book(jane) } }

  before do
    enable_current_plugin
    host! "test.localhost"
  end

  def stored
    EncryptedMessages::Identity.new(jane).stored
  end

  # What a device sends after the first time.
  def later(**change)
    params.merge(address_book: next_book(jane), **change)
  end

  %i[get put].each do |verb|
    describe "the gates before #{verb}" do
      def expect_refusal(status, reason = nil)
        expect(response.status).to eq(status)
        expect(stored[:card]).to be_nil
        return if reason.nil?
        expect(response.parsed_body["errors"]).to eq(
          [I18n.t("encrypted_messages.errors.#{reason}")],
        )
      end

      it "needs a login" do
        public_send(verb, path, params:)
        expect_refusal(403)
        expect(response.parsed_body["error_type"]).to eq("not_logged_in")
      end

      it "is not there when the plugin is off" do
        sign_in(jane)
        SiteSetting.encrypted_messages_enabled = false
        public_send(verb, path, params:)
        expect_refusal(404)
      end

      it "needs an allowed group, of admins too" do
        SiteSetting.encrypted_messages_allowed_groups = Fabricate(:group).id.to_s
        [jane, admin].each do |user|
          sign_in(user)
          public_send(verb, path, params:)
          expect_refusal(403, "not_allowed")
        end
      end

      it "needs a secure context" do
        leave_secure_context
        sign_in(jane)
        public_send(verb, path, params:)
        expect_refusal(403, "insecure_context")
      end
    end
  end

  describe "a backup that a device has seen" do
    def told
      get "/session/current.json"
      response.parsed_body["current_user"]["encrypted_messages_backup"]
    end

    def delete_fields(*names)
      UserCustomField.where(user_id: jane.id, name: names).delete_all
    end

    before do
      sign_in(jane)
      put path, params:
    end

    it "is told by its digest, so that the device notices another (H20)" do
      digest = Base64.urlsafe_encode64(Digest::SHA256.digest(params[:backup]), padding: false)
      expect(told).to eq("version" => 1, "digest" => digest)

      delete_fields(EncryptedMessages::Identity::BACKUP)
      expect(told).to be_nil
    end

    [
      [EncryptedMessages::Identity::BACKUP],
      [EncryptedMessages::Identity::CARD],
      [EncryptedMessages::Identity::VERSION],
      EncryptedMessages::Identity::FIELDS,
    ].each do |names|
      it "is put back by it, where the site has lost #{names.join(", ")} (H20)" do
        delete_fields(*names)
        get path
        version = response.status == 404 ? 0 : response.parsed_body["version"]
        put path, params: params.except(:address_book).merge(version:, at_least: 7)

        expect(response.parsed_body).to eq("version" => 8)
        expect(stored).to eq(params.except(:address_book).merge(version: 8))
        expect(stored_book(jane).keys).to eq([0])
      end
    end

    it "is put back by it, with the address book, where the site has lost that too (H20, R36)" do
      delete_fields(*EncryptedMessages::Identity::FIELDS)
      EncryptedMessages::AddressBook.new(jane).drop
      lost = { **params, version: 0, at_least: 7 }
      put path, params: lost.except(:address_book)
      expect(response.status).to eq(409)
      put path, params: lost

      expect(response.parsed_body).to eq("version" => 8)
      expect(stored_book(jane)).to eq(0 => [1, params[:address_book][:parts]["0"]])
    end

    it "is put back by it under no version that is none (H20)" do
      put path, params: params.merge(version: 1, at_least: "x")
      expect(response.status).to eq(400)
    end

    it "is put back by it, where the site has an older one (H20)" do
      put path, params: later(backup: older = backup, version: 1)
      expect(stored[:backup]).to eq(older)
      put path, params: params.except(:address_book).merge(version: 2, at_least: 1)
      expect(stored).to eq(params.except(:address_book).merge(version: 3))
    end
  end

  describe "#show" do
    it "has nothing before encryption is enabled" do
      sign_in(jane)
      get path
      expect(response.status).to eq(404)
    end

    it "gives a member their own, and nobody else's (R18)" do
      enable_encrypted_messages_for(jane)
      sign_in(jane)
      get path
      expect(response.parsed_body).to eq(stored.stringify_keys)

      [pete, admin].each do |user|
        sign_in(user)
        get path, params: { user_id: jane.id, username: jane.username }
        expect(response.status).to eq(404)
      end
    end

    it "is limited" do
      enable_encrypted_messages_for(jane)
      RateLimiter.enable
      sign_in(jane)
      described_class::READS_PER_MINUTE.times { get path }
      expect(response.status).to eq(200)
      get path
      expect(response.status).to eq(429)
    end
  end

  describe "#update" do
    before { sign_in(jane) }

    it "stores the first version" do
      put path, params: params

      expect(response.parsed_body).to eq("version" => 1)
      expect(stored).to eq(card: params[:card], backup: params[:backup], version: 1)
    end

    it "counts further versions, and refuses one that another device was faster with" do
      put path, params: params
      newer = later(backup: backup, version: 1)
      put path, params: newer
      expect(response.parsed_body).to eq("version" => 2)

      put path, params: later(backup: backup, version: 1)
      expect(response.status).to eq(409)
      put path, params: later(backup: backup, version: 0)
      expect(response.status).to eq(409)
      expect(stored).to eq(card: params[:card], backup: newer[:backup], version: 2)
    end

    it "does not let a new card take the place of the one that contacts know" do
      put path, params: params
      put path, params: later(card: card_for(jane), version: 1)

      expect(response.status).to eq(422)
      expect(stored[:card]).to eq(params[:card])
    end

    it "writes the member's own, whoever else is named (R18)" do
      put path, params: params.merge(user_id: pete.id, username: pete.username)
      expect(EncryptedMessages::Identity.exists?(pete.id)).to eq(false)
      expect(EncryptedMessages::Identity.exists?(jane.id)).to eq(true)
    end

    it "refuses what is not shaped like a card and a backup" do
      {
        card: [
          nil,
          "",
          "hello!",
          backup,
          card_for(pete),
          card_for(jane, header: { EncryptedMessagesHelpers::SUITE => 2 }),
          card_for(jane, header: { EncryptedMessagesHelpers::KIND => 20 }),
          "#{card_for(jane)}A",
          "A" * 5000,
          ["AA"],
          { "a" => "b" },
        ],
        backup: [nil, "", "hello!", "#{backup}=", base64url("\x41".b * 40_000), ["AA"]],
        version: [nil, "", "-1", "1.0", "x", "99999999999999", ["1"]],
        address_book: [nil, "", "none", { version: 0 }, sealed_book(pete)],
      }.each do |name, values|
        values.each do |value|
          put path, params: params.merge(name => value)
          expect(response.status).to eq(400), "#{name}: #{value.inspect}"
        end
      end
      expect(stored[:version]).to eq(0)
    end

    it "tells whether it was the address book that another device had written (R36)" do
      put(path, params:)
      write_address_book(jane, **next_book(jane))
      before = [stored, stored_book(jane)]
      put path, params: params.merge(version: 1, address_book: sealed_book(jane, seen: 1))
      expect(response.status).to eq(409)
      expect(response.parsed_body["error_type"]).to eq("address_book_changed")
      expect([stored, stored_book(jane)]).to eq(before)
    end

    it "is limited" do
      RateLimiter.enable
      described_class::WRITES_PER_HOUR.times { put path, params: params.merge(version: 9) }
      expect(response.status).to eq(409)
      put path, params: params
      expect(response.status).to eq(429)
    end

    it "leaves no trace in the log (R23)" do
      output = StringIO.new
      # A production site's level: below it every SQL value of everybody is logged.
      logger = ActiveSupport::Logger.new(output, level: Logger::INFO)
      Rails.logger.broadcast_to(logger)
      put path, params: params

      expect(response.status).to eq(200)
      expect(output.string).to include("IdentityController#update")
      expect(output.string).not_to include(params[:card])
      expect(output.string).not_to include(params[:backup])
    ensure
      Rails.logger.stop_broadcasting_to(logger)
    end
  end

  it "is not for an administrator's API key, which acts as any member" do
    enable_encrypted_messages_for(jane)
    before = stored
    headers = { "Api-Key" => Fabricate(:api_key).key, "Api-Username" => jane.username }

    get(path, headers:)
    expect(response.status).to eq(403)
    expect(response.parsed_body["error_type"]).to eq("invalid_access")
    put(path, params: later(card: before[:card], version: 1), headers:)
    expect(response.status).to eq(403)
    expect(stored).to eq(before)
  end

  it "is in no other JSON of the site (R18)" do
    enable_encrypted_messages_for(jane)
    secrets = stored.values_at(:card, :backup)
    [jane, pete, admin].each do |viewer|
      sign_in(viewer)
      [
        "/u/#{jane.username}.json",
        "/u/#{jane.username}/card.json",
        "/session/current.json",
      ].each do |url|
        get url
        secrets.each { |secret| expect(response.body).not_to include(secret) }
      end
    end
  end
end
