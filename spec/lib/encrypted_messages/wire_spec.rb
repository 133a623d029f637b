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
      "keys that are no integers" => [0xa1, 0x41, 0x61, 0x01],
      "a text string" => [0x61, 0x61],
      "a float" => [0xf9, 0x3c, 0x00],
      "a simple value" => [0xf5],
      "a big number" => [0xc2, 0x41, 0x01],
      "a time" => [0xc1, 0x01],
      "a cut-off item" => [0x42, 0x01],
      "a length of many gigabytes" => [0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
      "the end of nothing" => [0xff],
    }.each do |name, bytes|
      it "refuses #{name}" do
        expect { decode(*bytes) }.to malformed
      end
    end

    it "refuses nesting without end" do
      expect { described_class.decode_cbor("\x81".b * 100_000 + "\x01".b) }.to malformed
      expect { described_class.decode_cbor("\xd0".b * 100_000 + "\x01".b) }.to malformed
    end
  end
end
