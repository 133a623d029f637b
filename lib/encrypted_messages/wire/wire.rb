# frozen_string_literal: true

require "base64"
require "cbor"
require "openssl"

module EncryptedMessages
  # Strict decoding of what clients send (docs/protocol.md §1): base64url without padding, holding
  # one CBOR item in core deterministic encoding (RFC 8949 §4.2.1).
  module Wire
    # Raised for anything that is not exactly as the protocol says. There is one error for every cause, and its message
    # never quotes the input.
    class Malformed < StandardError
    end

    ID_BYTES = 16
    ID_PATTERN = /\A[A-Za-z0-9_-]{21}[AQgw]\z/

    # COSE's tags, RFC 9052 §2.
    COSE_ENCRYPT0 = 16
    COSE_SIGN1 = 18

    # Labels of header parameters, docs/protocol.md §2.
    ALG = 1
    IV = 5
    SUITE = -65_537
    KIND = -65_538
    CONVERSATION_ID = -65_539
    EPOCH = -65_540
    MESSAGE_ID = -65_541
    USER_ID = -65_542
    REVISION = -65_546
    PART = -65_549

    # The only suite so far, docs/protocol.md §1.
    SUITE_1 = 1
    FIRST_EPOCH = 1
    EPOCHS = 1..4_294_967_295
    USER_IDS = 1..9_007_199_254_740_991
    A256GCM = 3
    EDDSA = -8
    SIGNATURE_BYTES = 64
    # Of SHA-256: digests, fingerprints, commitments.
    DIGEST_BYTES = 32
    IV_BYTES = 12
    # The smallest padded content, 512 bytes, and the tag of AES-256-GCM, 16.
    MIN_CIPHERTEXT_BYTES = 528
    # The first item of each `purpose`, and as bytes COSE's external_aad (docs/protocol.md §4).
    NAME = "discourse-encrypted-messages"

    # @return [String] base64url without padding
    def self.encode64(bytes)
      Base64.urlsafe_encode64(bytes, padding: false)
    end

    # @param text [String] base64url without padding, its unused last bits zero (RFC 4648 §3.5)
    # @return [String] bytes
    # @raise [Malformed]
    def self.decode64(text)
      raise Malformed unless text.is_a?(String) && text != ""
      bytes = Base64.urlsafe_decode64(text)
      # So padding, and the other alphabet, are found out, too: a pattern takes ten times as long.
      raise Malformed if encode64(bytes) != text
      bytes
    rescue ArgumentError
      raise Malformed
    end

    # The decoded value must encode to the same bytes again. That is so only if there was one item with nothing after
    # it, no key twice, and every length and integer in its shortest form. The gem keeps a map's order, so `ordered?`
    # checks the order of keys.
    #
    # @param bytes [String]
    # @raise [Malformed]
    def self.decode_cbor(bytes)
      raise Malformed unless WireBounds.within?(bytes)
      value = CBOR.decode(bytes)
      raise Malformed if CBOR.encode(value) != bytes || !ordered?(value)
      value
    rescue CBOR::UnpackError, EOFError, ArgumentError, RangeError, SystemStackError
      raise Malformed
    end

    # @param text [String] base64url
    # @return [Array] the parts of the COSE message with that tag
    # @raise [Malformed]
    def self.decode_cose(text, tag:, size:)
      message = decode_cbor(decode64(text))
      raise Malformed unless message.is_a?(CBOR::Tagged) && message.tag == tag
      raise Malformed unless message.value.is_a?(Array) && message.value.size == size
      message.value
    end

    # @param text [String] base64url of a COSE_Sign1 (docs/protocol.md §4.2)
    # @return [Array] its protected header and its payload, decoded; the signature is not verified
    # @raise [Malformed]
    def self.decode_sign1(text)
      header, unprotected, payload, signature = decode_cose(text, tag: COSE_SIGN1, size: 4)
      raise Malformed unless unprotected == {} && bytes?(header, 1..) && bytes?(payload, 1..)
      raise Malformed unless bytes?(signature, SIGNATURE_BYTES)
      [decode_cbor(header), decode_cbor(payload)]
    end

    # @param text [String] base64url of a COSE_Encrypt0 around padded content (docs/protocol.md §3 and §4.2)
    # @param at_least [Integer] bytes of the ciphertext
    # @return the protected header, decoded
    # @raise [Malformed]
    def self.decode_encrypt0(text, at_least: MIN_CIPHERTEXT_BYTES)
      header, unprotected, ciphertext = decode_cose(text, tag: COSE_ENCRYPT0, size: 3)
      raise Malformed unless bytes?(header, 1..128) && bytes?(ciphertext, at_least..)
      raise Malformed unless unprotected.is_a?(Hash) && unprotected.keys == [IV]
      raise Malformed unless bytes?(unprotected[IV], IV_BYTES)
      decode_cbor(header)
    end

    # @param key [String] 32 bytes, of Ed25519
    # @param text [String] base64url of a COSE_Sign1 that `decode_sign1` has taken
    def self.signed_by?(key, text)
      header, _, payload, signature = decode_cose(text, tag: COSE_SIGN1, size: 4)
      signature?(key, header, payload, signature)
    end

    # @param header [String] encoded
    # @param payload [String] encoded
    # @return [Boolean] whether the signature is of that key over COSE's Sig_structure (docs/protocol.md §4.2)
    def self.signature?(key, header, payload, signature)
      signed = CBOR.encode(["Signature1", header, NAME.b, payload])
      OpenSSL::PKey.new_raw_public_key("ED25519", key).verify(nil, signature, signed)
    rescue OpenSSL::PKey::PKeyError
      false
    end

    # @return [String] the bytes of a `purpose` (docs/protocol.md §4.1)
    def self.purpose(name, *context)
      CBOR.encode([NAME, name, SUITE_1, *context])
    end

    def self.bytes?(value, size)
      value.is_a?(String) && value.encoding == Encoding::BINARY && size === value.bytesize
    end

    # @return [String] the value
    # @raise [Malformed] unless it is a byte string of that size
    def self.bytes(value, size)
      bytes?(value, size) ? value : raise(Malformed)
    end

    # @return [Integer] the value
    # @raise [Malformed] unless it is an integer within the range
    def self.within(value, range)
      value.is_a?(Integer) && range.cover?(value) ? value : raise(Malformed)
    end

    # Whether the value is made only of types that the protocol uses, with the keys of maps in the order of their
    # encoded bytes (RFC 8949 §4.2.1).
    def self.ordered?(value)
      case value
      when Integer
        true
      when String
        value.encoding == Encoding::BINARY
      when Array
        value.all? { |item| ordered?(item) }
      when Hash
        keys = value.keys.map { |key| CBOR.encode(key) }
        value.keys.all?(Integer) && keys == keys.sort && value.values.all? { |item| ordered?(item) }
      when CBOR::Tagged
        ordered?(value.value)
      else
        false
      end
    end
    private_class_method :ordered?
  end
end
