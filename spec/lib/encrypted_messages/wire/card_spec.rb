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
  end

  it "is none where clients would refuse it, and with it whatever its owner signs" do
    even = keys(1)
    even[-1] = even[-1].dup.tap { |modulus| modulus.setbyte(-1, 2) }
    small = keys(1)
    small[-1] = small[-1].dup.tap { |modulus| modulus.setbyte(0, 1) }
    [
      { 1 => { 1 => 3 } },
      { 1 => keys(1, 3 => -42) },
      { 1 => keys(1, -1 => SecureRandom.bytes(256)) },
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
