# frozen_string_literal: true

# Under an entry with which Jane begins the conversation's second epoch for herself and Pete.
RSpec.describe EncryptedMessages::Grant do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:mary) { Fabricate(:user, refresh_auto_groups: true) }

  let(:conversation_id) { random_id }
  let(:label) { SignedObjects::Label }
  let(:text) { entry_by(jane) }
  let(:entry) { EncryptedMessages::SignedEntry.parse(text) }

  before do
    SiteSetting.encrypted_messages_enabled = true
    enable_encrypted_messages_for(jane, pete, mary)
  end

  def entry_by(signer, epoch: 2)
    members = [jane, pete]
    roster_entry(
      conversation_id:,
      signer:,
      members:,
      sequence: 5,
      before: SecureRandom.bytes(32),
      epoch:,
    )
  end

  def grant_of(epoch: 2, member: pete, granter: jane, **options)
    grant(conversation_id:, member:, granter:, epoch:, entry: text, **options)
  end

  def for?(grant, epoch: 2, member_id: pete.id, **options)
    described_class.for?(grant, entry:, epoch:, member_id:, **options)
  end

  it "is of one epoch's key, by who has signed the entry, for whom it lists" do
    expect(for?(grant_of)).to eq(true)
    expect(for?(grant_of(epoch: 1), epoch: 1)).to eq(true)
    expect(for?(grant_of(granter: pete))).to eq(false)
    expect(for?(grant_of(granter: pete), granter_id: pete.id)).to eq(true)
    expect(for?(grant_of, member_id: jane.id)).to eq(false)
    expect(for?(grant_of, epoch: 1)).to eq(false)
  end

  it "is nobody's whom the entry does not list, and nobody else's who takes part" do
    expect(for?(grant_of(member: mary), member_id: mary.id)).to eq(false)
    expect(for?(grant_of(granter: mary), granter_id: mary.id)).to eq(false)
    expect(for?(grant_of(payload: { 1 => mary.id }))).to eq(false)
    expect(for?(grant_of(payload: { 2 => fingerprint_of(jane) }))).to eq(false)
    expect(for?(grant_of(payload: { 3 => mary.id }))).to eq(false)
    expect(for?(grant_of(payload: { 4 => fingerprint_of(pete) }))).to eq(false)
    expect(for?(grant_of(payload: { 7 => entry_digest(entry_by(pete)) }))).to eq(false)
  end

  it "is of the key that the entry commits to; of an earlier epoch, of the one that is looked up" do
    other = SecureRandom.bytes(32)
    expect(for?(grant_of(payload: { 5 => other }))).to eq(false)
    earlier = grant_of(epoch: 1, payload: { 5 => other })
    expect(for?(earlier, epoch: 1)).to eq(true)
    expect(for?(earlier, epoch: 1, commitment: other)).to eq(true)
    expect(for?(earlier, epoch: 1, commitment: SecureRandom.bytes(32))).to eq(false)
  end

  it "is exactly as the protocol says (docs/protocol.md §8.3)" do
    print = SecureRandom.bytes(31)
    wrong = [
      { header: { label::KIND => 21 } },
      { header: { label::SUITE => 2 } },
      { header: { 1 => -7 } },
      { header: { label::CONVERSATION => SecureRandom.bytes(16) } },
      { header: { label::EPOCH => 3 } },
      { header: { label::USER => pete.id } },
      { payload: { 2 => print } },
      { payload: { 4 => print } },
      { payload: { 5 => print } },
      { payload: { 7 => print } },
      { payload: { 6 => SecureRandom.bytes(383) } },
      { payload: { 6 => SecureRandom.bytes(385) } },
      { payload: { 8 => 1 } },
    ]
    [*wrong.map { |options| grant_of(**options) }, nil, 1, ["A"], "", "A"].each do |text|
      expect(described_class.payload_of(text, conversation_id, 2)).to be_nil, text.inspect
      expect(for?(text)).to eq(false), text.inspect
    end
    less = described_class.payload_of(grant_of, conversation_id, 2).except(7)
    header = { 1 => -8, label::SUITE => 1, label::KIND => 20 }
    header[label::CONVERSATION] = Base64.urlsafe_decode64(conversation_id)
    header[label::EPOCH] = 2
    expect(described_class.payload_of(cose_sign1(header, less), conversation_id, 2)).to be_nil
    expect(described_class.payload_of(cose_sign1(header, []), conversation_id, 2)).to be_nil
  end

  it "is not decoded where it is longer than any is" do
    longest = "A" * described_class::MAX_LENGTH
    wire = EncryptedMessages::Wire
    allow(wire).to receive(:decode_sign1).and_raise(wire::Malformed)
    expect(described_class.payload_of(longest, conversation_id, 2)).to be_nil
    expect(described_class.payload_of("#{longest}A", conversation_id, 2)).to be_nil
    expect(wire).to have_received(:decode_sign1).once.with(longest)
  end

  it "says for which of the member's keys it is, as long as it can be read" do
    print = EncryptedMessages::Wire.encode64(fingerprint_of(pete))
    expect(described_class.member_fingerprint(grant_of)).to eq(print)
    short = grant_of(payload: { 2 => SecureRandom.bytes(31) })
    list = cose_sign1({ label::KIND => 20 }, [1])
    [short, list, "A", "", nil].each do |text|
      expect(described_class.member_fingerprint(text)).to be_nil
    end
  end
end
