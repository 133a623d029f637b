# frozen_string_literal: true

module ProtocolDecoder
  # §1
  module Encoding
    ALPHABET = /\A(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2,3})?\z/

    def self.from_raw(raw)
      ProtocolDecoder.refuse_unless(raw.start_with?(MARKER), "malformed")
      from_text(raw.delete_prefix(MARKER))
    end

    # base64url to the value of the one CBOR item in it.
    def self.from_text(text, max_bytes: MAX_BYTES)
      ProtocolDecoder.refuse_unless(text.length <= (max_bytes * 4 / 3.0).ceil, "too-large")
      cbor(bytes(text))
    end

    # Text is a byte string of UTF-8.
    def self.utf8(bytes)
      text = bytes.dup.force_encoding(::Encoding::UTF_8)
      ProtocolDecoder.refuse_unless(text.valid_encoding?, "malformed")
      text
    end

    def self.bytes(text)
      ProtocolDecoder.refuse_unless(text.match?(ALPHABET), "malformed")
      decoded = Base64.urlsafe_decode64(text)
      same = Base64.urlsafe_encode64(decoded, padding: false) == text
      ProtocolDecoder.refuse_unless(same, "malformed")
      decoded
    rescue ArgumentError
      ProtocolDecoder.refuse("malformed")
    end

    def self.cbor(bytes)
      ProtocolDecoder.refuse_unless(bytes.bytesize <= MAX_BYTES, "too-large")
      read(bytes)
    end

    def self.read(bytes)
      value = CBOR.decode(bytes)
      ProtocolDecoder.refuse_unless(encode(value) == bytes, "malformed")
      ProtocolDecoder.refuse_unless(items(value, 1) <= MAX_ITEMS, "malformed")
      value
    rescue StandardError, SystemStackError
      # The gem makes times and patterns of some tags, which fail in ways of their own.
      ProtocolDecoder.refuse("malformed")
    end
    private_class_method :read

    # How many there are, the value itself among them.
    def self.items(value, depth)
      ProtocolDecoder.refuse_unless(depth <= MAX_DEPTH, "malformed")
      case value
      when CBOR::Tagged
        1 + items(value.value, depth + 1)
      when Hash
        1 + value.flatten(1).sum { |item| items(item, depth + 1) }
      when Array
        1 + value.sum { |item| items(item, depth + 1) }
      else
        1
      end
    end

    # Core deterministic encoding of the types that may occur on the wire, and of text for §4.
    def self.encode(value, text: false)
      case value
      when CBOR::Tagged
        ProtocolDecoder.refuse_unless([16, 18].include?(value.tag), "malformed")
        head(6, value.tag) + encode(value.value, text:)
      when Hash
        ProtocolDecoder.refuse_unless(value.keys.all?(Integer), "malformed")
        pairs = value.map { |key, item| [encode(key, text:), encode(item, text:)] }
        head(5, value.size) + pairs.sort_by(&:first).flatten.join
      when Array
        head(4, value.size) + value.map { |item| encode(item, text:) }.join
      when String
        binary = value.encoding == ::Encoding::BINARY
        ProtocolDecoder.refuse_unless(binary || text, "malformed")
        head(binary ? 2 : 3, value.bytesize) + value.b
      when Integer
        ProtocolDecoder.refuse_unless(value > -(2**53), "malformed")
        value.negative? ? head(1, -1 - value) : head(0, value)
      else
        ProtocolDecoder.refuse("malformed")
      end
    end

    def self.head(major, number)
      ProtocolDecoder.refuse_unless(number < 2**53, "malformed")
      type = major << 5
      case number
      when ..23
        [type | number].pack("C")
      when ..0xff
        [type | 24, number].pack("CC")
      when ..0xffff
        [type | 25, number].pack("Cn")
      when ..0xffffffff
        [type | 26, number].pack("CN")
      else
        [type | 27, number].pack("CQ>")
      end
    end
  end
end
