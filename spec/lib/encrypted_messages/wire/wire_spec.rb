# frozen_string_literal: true

RSpec.describe EncryptedMessages::Wire do
  def malformed
    raise_error(EncryptedMessages::Wire::Malformed)
  end

  describe ".decode64" do
    it "reads base64url without padding" do
      expect(described_class.decode64("-_8")).to eq("\xFB\xFF".b)
    end

    it "refuses anything that would not be written that way" do
      [
        "",
        nil,
        1,
        "-_8=",
        "+/8",
        "-_8\n",
        " -_8",
        "-_9",
        "A",
        "-_8é",
        "-_8\0",
        "-_8\xff",
        "-_\u202e8",
      ].each { |text| expect { described_class.decode64(text) }.to malformed }
    end
  end

  describe "the parts of an object" do
    def cose(tag, *parts)
      described_class.encode64(CBOR.encode(CBOR::Tagged.new(tag, parts)))
    end

    let(:header) { CBOR.encode({ 1 => -8 }) }
    let(:signature) { "s".b * 64 }
    let(:nonce) { { 5 => "n".b * 12 } }
    let(:ciphertext) { "c".b * 528 }

    it "are byte strings of the sizes that they can have" do
      payload = CBOR.encode({ 1 => 1 })
      signed = [header, {}, payload, signature]
      expect(described_class.decode_sign1(cose(18, *signed))).to eq([{ 1 => -8 }, { 1 => 1 }])
      sealed = [header, nonce, ciphertext]
      expect(described_class.decode_encrypt0(cose(16, *sealed))).to eq(1 => -8)

      [
        [0, 1],
        [0, "".b],
        [1, nonce],
        [1, []],
        [2, 1],
        [2, "".b],
        [3, 1],
        [3, "s".b * 63],
      ].each do |at, part|
        text = cose(18, *signed.dup.tap { |parts| parts[at] = part })
        expect { described_class.decode_sign1(text) }.to malformed, [at, part].inspect
      end
      [[0, 1], [0, "".b], [1, {}], [1, [5]], [1, 5], [1, { 5 => 1 }], [2, 1]].each do |at, part|
        text = cose(16, *sealed.dup.tap { |parts| parts[at] = part })
        expect { described_class.decode_encrypt0(text) }.to malformed, [at, part].inspect
      end
    end

    it "are signed by no key that is none" do
      key = OpenSSL::PKey.generate_key("ED25519")
      payload = CBOR.encode({ 1 => 1 })
      signed = CBOR.encode(["Signature1", header, described_class::NAME.b, payload])
      by = ->(bytes) { described_class.signature?(bytes, header, payload, key.sign(nil, signed)) }
      expect(by.(key.raw_public_key)).to eq(true)
      expect(by.(key.raw_public_key[0, 31])).to eq(false)
      expect(by.("".b)).to eq(false)
    end

    it "are of a header that is no longer than any is" do
      of = ->(size) { CBOR.encode({ 1 => "h".b * (size - 4) }) }
      expect(of.(128).bytesize).to eq(128)
      expect(described_class.decode_encrypt0(cose(16, of.(128), nonce, ciphertext)).size).to eq(1)
      expect { described_class.decode_encrypt0(cose(16, of.(129), nonce, ciphertext)) }.to malformed
    end

    it "are not decoded where the object is longer than any is (attack)" do
      allow(described_class).to receive(:decode_sign1).and_raise(described_class::Malformed)
      [EncryptedMessages::SignedEntry, EncryptedMessages::SignedName].each do |kind|
        longest = "A" * kind::MAX_LENGTH
        expect { kind.parse(longest) }.to malformed
        expect(described_class).to have_received(:decode_sign1).with(longest)
        expect { kind.parse("#{longest}A") }.to malformed
        expect(described_class).not_to have_received(:decode_sign1).with("#{longest}A")
      end
    end

    it "say nothing where they are no maps" do
      label = SignedObjects::Label
      id = "i".b * 16
      entry = {
        1 => -8,
        label::SUITE => 1,
        label::KIND => 21,
        label::CONVERSATION => id,
        label::EPOCH => 1,
      }
      name = { 1 => -8, label::SUITE => 1, label::KIND => 27, label::USER => 1 }
      [[], [1], 7, "x".b].each do |none|
        {
          EncryptedMessages::SignedEntry => entry,
          EncryptedMessages::SignedName => name,
        }.each do |kind, right|
          expect { kind.parse(cose_sign1(right, none)) }.to malformed
          text = cose(18, CBOR.encode(none), {}, CBOR.encode({ 1 => 1 }), signature)
          expect { kind.parse(text) }.to malformed
        end
      end
    end
  end

  describe ".decode_cbor" do
    def decode(*bytes)
      described_class.decode_cbor(bytes.pack("C*"))
    end

    it "reads the types that the protocol uses" do
      expect(decode(0xa2, 0x01, 0x03, 0x3a, 0, 1, 0, 0, 0x41, 0xff)).to eq(
        1 => 3,
        -65_537 => "\xFF".b,
      )
    end

    {
      "nothing" => [],
      "bytes that follow" => [0x01, 0x02],
      "an integer in more bytes than needed" => [0x18, 0x01],
      "a length in more bytes than needed" => [0x58, 0x01, 0xff],
      "an indefinite length" => [0x5f, 0x41, 0xff, 0xff],
      "an array of indefinite length" => [0x9f, 0x01, 0xff],
      "a key twice" => [0xa2, 0x01, 0x02, 0x01, 0x02],
      "keys out of order" => [0xa2, 0x02, 0x01, 0x01, 0x01],
      "keys out of order in a map that is in another" => [0xa1, 0x01, 0xa2, 0x02, 0x01, 0x01, 0x01],
      "keys that are no integers" => [0xa1, 0x41, 0x61, 0x01],
      "a text string" => [0x61, 0x61],
      "a float" => [0xf9, 0x3c, 0x00],
      "a simple value" => [0xf5],
      "a big number" => [0xc2, 0x41, 0x01],
      "a time" => [0xc1, 0x01],
      "a time that is a text (attack)" => [0xc1, 0x61, 0x61],
      "a pattern that is none (attack)" => [0xd8, 0x23, 0x61, 0x28],
      "a pattern for a key (attack)" => [0xa1, 0xd8, 0x23, 0x61, 0x28, 0x01],
      "a tag that no object has (attack)" => [0xd1, 0x01],
      "a head that is cut off (attack)" => [0x19, 0x01],
      "a cut-off item" => [0x42, 0x01],
      "a length of many gigabytes" => [0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
      "the end of nothing" => [0xff],
    }.each do |name, bytes|
      it "refuses #{name}" do
        expect { decode(*bytes) }.to malformed
      end
    end

    it "reads as deep as docs/protocol.md says, and no deeper (attack)" do
      expect(decode(*[0x81] * 7, 0x01).flatten).to eq([1])
      expect { decode(*[0x81] * 8, 0x01) }.to malformed
    end

    it "makes no objects of what announces more than docs/protocol.md lets a reader decode (attack)" do
      expect(decode(0x99, 0x0f, 0xff, *[0x80] * 4095).size).to eq(4095)

      count = 1_000_000
      {
        "items" => "\x9a".b + [count].pack("N") + "\x80".b * count,
        "bytes" => "\x5a".b + [3_000_000].pack("N") + "\0".b * 3_000_000,
      }.each do |name, bytes|
        before = GC.stat(:total_allocated_objects)
        expect { described_class.decode_cbor(bytes) }.to malformed, name
        expect(GC.stat(:total_allocated_objects) - before).to be < 20_000, name
      end
    end

    it "refuses nesting without end" do
      expect { described_class.decode_cbor("\x81".b * 100_000 + "\x01".b) }.to malformed
      expect { described_class.decode_cbor("\xd0".b * 100_000 + "\x01".b) }.to malformed
    end
  end
end
