# frozen_string_literal: true

RSpec.describe EncryptedMessages::Card do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }

  def valid?(card)
    described_class.valid?(card, jane.id)
  end

  def keys(number, **changes)
    payload = CBOR.decode(CBOR.decode(Base64.urlsafe_decode64(card_for(jane))).value[2])
    payload[number].merge(changes)
  end

  it "is a card whose keys are as they should be, signed with the one of them" do
    expect(valid?(card_for(jane))).to eq(true)
    earlier = card_for(jane)
    expect(valid?(card_for(jane, replaces: earlier))).to eq(true)
    expect(valid?(card_for(jane, replaces: earlier, vouched: true))).to eq(true)
    expect(described_class.valid?(card_for(jane), jane.id + 1)).to eq(false)

    smallest = keys(1, -1 => "\x80".b + ("\0".b * 382) + "\x01".b)
    expect(valid?(card_for(jane, payload: { 1 => smallest, 3 => 0 }))).to eq(true)
  end

  it "is none where clients would refuse it, and with it whatever its owner signs" do
    even = keys(1)
    even[-1] = even[-1].dup.tap { |modulus| modulus.setbyte(-1, 2) }
    small = keys(1)
    small[-1] = small[-1].dup.tap { |modulus| modulus.setbyte(0, 1) }
    [
      { 1 => { 1 => 3 } },
      { 1 => keys(1, 3 => -42) },
      { 1 => keys(1, -1 => "\xff".b * 256) },
      { 1 => keys(1, 5 => 1) },
      { 1 => even },
      { 1 => small },
      { 2 => keys(2, -1 => 7) },
      { 2 => keys(2, -2 => SecureRandom.bytes(31)) },
      { 2 => keys(2, -2 => "\0".b * 32) },
      { 2 => keys(2, -2 => ("\x01".b + ("\0".b * 30) + "\x80".b)) },
      { 3 => -1 },
      { 3 => nil },
      { 4 => SecureRandom.bytes(31) },
      { 5 => SecureRandom.bytes(64) },
      { 4 => SecureRandom.bytes(32), 5 => SecureRandom.bytes(63) },
      { 6 => 1 },
      # another's key
      { 2 => keys(2) },
    ].each { |payload| expect(valid?(card_for(jane, payload:))).to eq(false), payload.inspect }
  end

  it "is none by a key under which anybody can sign, or of another curve, although the signature is right (attack)" do
    key = OpenSSL::PKey.generate_key("ED25519")
    mine = { 1 => 1, 3 => -8, -1 => 6, -2 => key.raw_public_key }
    expect(valid?(card_for(jane, key:, payload: { 2 => mine }))).to eq(true)
    [{ -1 => 7 }, { 3 => -7 }, { 1 => 2 }, { 4 => 1 }].each do |change|
      expect(valid?(card_for(jane, key:, payload: { 2 => mine.merge(change) }))).to eq(false)
    end

    # the neutral element, which is its own multiple by whatever is signed
    neutral = "\x01".b + ("\0".b * 31)
    card = card_for(jane, payload: { 2 => mine.merge(-2 => neutral) })
    parts = CBOR.decode(Base64.urlsafe_decode64(card)).value
    parts[3] = neutral + ("\0".b * 32)
    forged = base64url(CBOR.encode(CBOR::Tagged.new(18, parts)))
    expect(EncryptedMessages::Wire.signed_by?(neutral, forged)).to eq(true)
    expect(valid?(forged)).to eq(false)
  end

  it "has no key to verify by where that is none" do
    [keys(2, -2 => "x".b * 31), {}].each do |none|
      expect(described_class.verification_key(card_for(jane, payload: { 2 => none }))).to eq("")
    end
  end

  it "is a text that clients read, of this kind and with both keys, before anything in it is looked at" do
    label = SignedObjects::Label
    of = ->(**options) { described_class.for?(card_for(jane, **options), jane.id) }
    expect(of.()).to eq(true)
    [
      { header: { label::ALG => -7 } },
      { header: { label::SUITE => 2 } },
      { header: { label::KIND => 17 } },
      { header: { label::USER => jane.id + 1 } },
      { header: { label::EPOCH => 1 } },
      { payload: { 1 => nil } },
      { payload: { 2 => nil } },
      { payload: { 1 => 3 } },
      { payload: { 2 => [1] } },
    ].each { |options| expect(of.(**options)).to eq(false), options.inspect }
    header = { label::ALG => -8, label::SUITE => 1, label::KIND => 16, label::USER => jane.id }
    list = cose_sign1(header, [1, 2])
    [nil, 1, ["A"], "", "A", list].each do |text|
      expect(described_class.for?(text, jane.id)).to eq(false)
      expect(valid?(text)).to eq(false)
    end

    more = 3 * described_class::MAX_LENGTH / 4 - 1000
    around = Base64.urlsafe_decode64(card_for(jane, payload: { 6 => "x".b * more })).bytesize - more
    largest = 3 * described_class::MAX_LENGTH / 4 - around
    expect(of.(payload: { 6 => "x".b * largest })).to eq(true)
    expect(of.(payload: { 6 => "x".b * (largest + 1) })).to eq(false)
  end

  it "knows whether the keys before vouch for it (docs/protocol.md §6.2)" do
    earlier = card_for(jane)
    vouched = card_for(jane, replaces: earlier, vouched: true)
    unvouched = card_for(jane, replaces: earlier)
    other = card_for(jane, replaces: earlier, vouched: true)
    vouch = CBOR.decode(CBOR.decode(Base64.urlsafe_decode64(other)).value[2])[5]
    foreign = card_for(jane, replaces: earlier, payload: { 5 => vouch })

    by = ->(card, of = earlier, id = jane.id) { described_class.vouched_by?(card, of, id) }
    expect(by.(vouched)).to eq(true)
    expect(by.(vouched, card_for(jane))).to eq(false)
    expect(by.(vouched, earlier, jane.id + 1)).to eq(false)
    expect(by.(unvouched)).to eq(false)
    expect(by.(foreign)).to eq(false)
    expect([vouched, unvouched, foreign].map { |card| described_class.vouched?(card) }).to eq(
      [true, false, true],
    )
  end
end
