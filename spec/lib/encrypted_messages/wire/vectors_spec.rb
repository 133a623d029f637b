# frozen_string_literal: true

# The server's checks must accept whatever a client of the protocol makes (test/vectors).
RSpec.describe EncryptedMessages do
  def vectors(name)
    JSON.parse(File.read(File.expand_path("../../../../test/vectors/#{name}.json", __dir__)))
  end

  def accepted(name)
    vectors(name)["accepted"].map { |vector| vector["given"] }
  end

  it "takes the vectors' cards and backups for what they are" do
    accepted("cards").each do |given|
      expect(EncryptedMessages::Card.for?(given["card"], given["user_id"])).to eq(true)
      expect(EncryptedMessages::Card.for?(given["card"], given["user_id"] + 1)).to eq(false)
    end
    accepted("backups").each do |given|
      expect(EncryptedMessages::Identity.backup?(given["backup"])).to eq(true)
    end
  end

  it "finds their cards' fingerprints, and which one each replaces (R18)" do
    vectors("cards")["accepted"].each do |vector|
      card = vector.dig("given", "card")
      expect(EncryptedMessages::Card.fingerprint(card)).to eq(vector.dig("gives", "fingerprint"))
      replaces = vector.dig("gives", "previous_fingerprint")
      expect(EncryptedMessages::Card.replaces(card)).to eq(replaces)
    end
  end

  it "takes their grants for what they are" do
    people = vectors("people")
    accepted("grants").each do |given|
      fits =
        EncryptedMessages::Grant.for?(
          given["grant"],
          conversation_id: given["conversation_id"],
          epoch: given["epoch"],
          member_id: people.dig(given["member"], "user_id"),
          granter_id: people.dig(given["granter"], "user_id"),
        )
      expect(fits).to eq(true)
    end
  end

  it "takes their bodies, drafts and titles for what they are" do
    { "bodies" => :body, "drafts" => :draft }.each do |name, kind|
      vectors(name)["accepted"].each do |vector|
        expect(EncryptedMessages::Envelope.parse_raw(vector["given"]["raw"])).to have_attributes(
          kind:,
          **vector["gives"].slice("conversation_id", "message_id", "epoch").symbolize_keys,
        )
      end
    end
    accepted("titles").each do |given|
      expect(EncryptedMessages::Envelope.parse_title(given["title"]).kind).to eq(:title)
    end
  end

  it "refuses what no client can decode" do
    vectors("encodings")
      .dig("cbor", "refused")
      .each do |vector|
        cbor = Base64.urlsafe_decode64(vector["cbor"])
        expect { EncryptedMessages::Wire.decode_cbor(cbor) }.to raise_error(
          EncryptedMessages::Wire::Malformed,
        ),
        vector["name"]
      end
  end
end
