# frozen_string_literal: true

RSpec.describe EncryptedMessages::SealedPart do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }

  let(:label) { ProtocolDecoder::Label }

  def parse(text, part: 0)
    described_class.parse(text, user_id: jane.id, part:)
  end

  def malformed
    raise_error(EncryptedMessages::Wire::Malformed)
  end

  it "is a part of the member's own address book; the root has the version (R36)" do
    expect(parse(sealed_part(jane, version: 7))).to have_attributes(part: 0, version: 7)
    [1, 32].each do |part|
      expect(parse(sealed_part(jane, part:), part:)).to have_attributes(part:, version: nil)
    end
    around = Base64.urlsafe_decode64(sealed_part(jane, ciphertext: "c".b * 528)).bytesize - 528
    largest, larger =
      [0, 1].map do |more|
        sealed_part(jane, ciphertext: "c".b * (described_class::MAX_BYTES - around + more))
      end
    expect(parse(largest).text).to eq(largest)
    expect { parse(larger) }.to malformed
  end

  it "is none of another member, of another place, or with other parameters (R36)" do
    shard = ->(**options) { [sealed_part(jane, part: 3, **options), 3] }
    root = ->(**options) { [sealed_part(jane, **options), 0] }
    [
      [sealed_part(pete), 0],
      [sealed_part(jane), 3],
      [sealed_part(jane, part: 4), 3],
      shard.(version: 1),
      root.(version: nil),
      root.(version: 0),
      root.(version: 4_294_967_296),
      root.(version: "\x01".b),
      root.(header: { label::ALG => 1 }),
      root.(header: { label::SUITE => 2 }),
      root.(header: { label::KIND => 3 }),
      root.(header: { label::KIND => nil }),
      root.(header: { label::PART => "\0".b }),
      root.(header: { label::USER => nil }),
      root.(header: { label::MESSAGE => "m".b * 16 }),
      root.(header: { label::PART - 1 => 1 }),
    ].each { |text, part| expect { parse(text, part:) }.to malformed }
  end

  it "has just a nonce beside it, and a ciphertext of a size that it can have (R36)" do
    [
      { unprotected: {} },
      { unprotected: { 5 => "n".b * 11 } },
      { unprotected: { 5 => "n".b * 12, 6 => 1 } },
      { ciphertext: "c".b * 527 },
      { ciphertext: 1 },
    ].each { |options| expect { parse(sealed_part(jane, **options)) }.to malformed }
    expect(parse(sealed_part(jane, ciphertext: "c".b * 528)).version).to eq(1)
  end

  it "is base64url of one COSE_Encrypt0, and nothing else (R36)" do
    signed = cose_sign1({ label::KIND => 25 }, {})
    [
      nil,
      "",
      "hello!",
      "#{sealed_part(jane)}=",
      "#{sealed_part(jane)}AA",
      signed,
      1,
      ["AA"],
    ].each { |text| expect { parse(text) }.to malformed }
  end
end
