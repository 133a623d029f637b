# frozen_string_literal: true

RSpec.describe EncryptedMessages::SignedEntry do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }

  let(:conversation_id) { new_conversation_id(jane) }
  let(:members) { [jane, pete] }

  before do
    SiteSetting.encrypted_messages_enabled = true
    enable_encrypted_messages_for(jane, pete)
  end

  def entry(**options)
    first_entry(conversation_id:, signer: jane, members:, **options)
  end

  def parsed(...)
    described_class.parse(entry(...))
  end

  def fingerprint(member)
    EncryptedMessages::Wire.encode64(fingerprint_of(member))
  end

  it "says who takes part, with which keys, in which epoch (docs/protocol.md §8.2)" do
    text = entry
    read = described_class.parse(text)
    expect(read).to have_attributes(
      text:,
      conversation_id:,
      epoch: 1,
      sequence: 0,
      signer_id: jane.id,
      signer_fingerprint: fingerprint(jane),
      commitment: commitment(conversation_id, 1),
      members: {
        jane.id => fingerprint(jane),
        pete.id => fingerprint(pete),
      },
      digest: entry_digest(text),
    )
    expect(read.before.bytesize).to eq(16)
    expect(read).to be_first
    expect(read).to be_signer_listed
  end

  it "takes the first of a conversation only for the id that its signer and seed give" do
    expect(parsed(payload: { 5 => SecureRandom.bytes(16) })).not_to be_first
    expect(parsed(payload: { 1 => pete.id })).not_to be_first
    expect(parsed(payload: { 2 => fingerprint_of(pete) })).not_to be_first
    expect(parsed(epoch: 2)).not_to be_first
    later = { sequence: 1, before: SecureRandom.bytes(32) }
    text = roster_entry(conversation_id:, signer: jane, members:, **later)
    expect(described_class.parse(text)).not_to be_first
  end

  it "knows who has signed" do
    card = ->(member) { EncryptedMessages::Identity.cards([member.id])[member.id] }
    expect(parsed.signed_with?(card.(jane))).to eq(true)
    expect(parsed.signed_with?(card.(pete))).to eq(false)
    other_key = OpenSSL::PKey.generate_key("ED25519")
    expect(parsed(key: other_key).signed_with?(card.(jane))).to eq(false)

    parts = CBOR.decode(Base64.urlsafe_decode64(entry)).value
    parts[2] = parts[2].sub(fingerprint_of(pete), SecureRandom.bytes(32))
    changed = base64url(CBOR.encode(CBOR::Tagged.new(18, parts)))
    expect(described_class.parse(changed).signed_with?(card.(jane))).to eq(false)
  end

  it "is not signed with a card that has the signing key alone in common" do
    key = OpenSSL::PKey.generate_key("ED25519")
    own, other = Array.new(2) { card_for(jane, key:) }
    print = Base64.urlsafe_decode64(EncryptedMessages::Card.fingerprint(own))
    read = parsed(key:, payload: { 2 => print })
    expect(read.signed_with?(own)).to eq(true)
    expect(read.signed_with?(other)).to eq(false)
  end

  it "says whether the signer is listed with these keys" do
    expect(parsed(members: [pete])).not_to be_signer_listed
    listed = [[jane.id, SecureRandom.bytes(32)], [pete.id, fingerprint_of(pete)]].sort
    expect(parsed(payload: { 7 => listed })).not_to be_signer_listed
  end

  it "refuses everything that is not exactly as the protocol says" do
    pair = [jane.id, fingerprint_of(jane)]
    label = SignedObjects::Label
    wrong_payloads = {
      1 => [0, -1, "x".b, nil],
      2 => ["x".b, SecureRandom.bytes(33), 1, nil],
      3 => [-1, "x".b, nil],
      4 => [-1, 4_294_967_296, nil, 1],
      5 => [SecureRandom.bytes(32), "".b, 1, nil],
      6 => [SecureRandom.bytes(31), nil],
      7 => [
        [],
        [[]],
        [1],
        pair,
        [[*pair, 1]],
        [pair, pair],
        [[jane.id + 1, pair[1]], pair],
        [[0, pair[1]]],
        [[jane.id, "x".b]],
        (1..1001).map { |id| [id, pair[1]] },
        nil,
      ],
      8 => [1],
    }
    wrong_headers = {
      label::KIND => [20, nil],
      label::SUITE => [2],
      label::EPOCH => [0, 4_294_967_296, nil],
      label::CONVERSATION => ["x".b, nil],
      label::USER => [jane.id],
    }
    wrong =
      wrong_payloads.flat_map do |field, values|
        values.map { |value| { payload: { field => value } } }
      end +
        wrong_headers.flat_map do |name, values|
          values.map { |value| { header: { name => value } } }
        end
    wrong.each do |options|
      expect { parsed(**options) }.to raise_error(EncryptedMessages::Wire::Malformed),
      options.inspect
    end
    [nil, 1, "", "x", "A" * 65_537, entry[0..-2], "#{entry}A"].each do |text|
      expect { described_class.parse(text) }.to raise_error(EncryptedMessages::Wire::Malformed)
    end
  end

  it "takes a thousand members in 48 KiB" do
    many = (1..1000).map { |id| [(2**52) + id, SecureRandom.bytes(32)] }
    text = entry(payload: { 7 => many })
    expect(text.length).to be <= described_class::MAX_LENGTH
    expect(described_class.parse(text).members.size).to eq(1000)
  end
end
