# frozen_string_literal: true

module ProtocolDecoder
  # §4.2 and §5: the two COSE structures, and what is checked of every header.
  class Cose
    # Labels count downwards.
    NEWER = ->(label) { label < Label::PART }

    attr_reader :header, :unprotected, :parts

    # @param value what `Encoding` gave
    def self.sign1(value, **known)
      new(value, tag: 18, size: 4, algorithm: -8, **known).tap do |message|
        ProtocolDecoder.refuse_unless(Fields.fits?(message.parts[3], 64), "malformed")
      end
    end

    # @param at_least [Integer] bytes of the ciphertext, the tag of 16 included
    def self.encrypt0(value, at_least: 16, **known)
      new(value, tag: 16, size: 3, algorithm: 3, **known).tap do |message|
        ProtocolDecoder.refuse_unless(message.parts[2].bytesize >= at_least, "malformed")
      end
    end

    # @param kind [Symbol] the one expected
    # @param labels [Hash] every label beside algorithm, suite and kind, in the order of §5.4, with
    #   what it has to be: [a type for `Fields`, the known value or nil, the cause of a refusal]
    def initialize(value, tag:, size:, algorithm:, kind:, labels:)
      tagged = value.is_a?(CBOR::Tagged) && value.tag == tag
      ProtocolDecoder.refuse_unless(tagged && value.value.is_a?(Array), "malformed")
      @value = value
      @parts = value.value
      ProtocolDecoder.refuse_unless(parts.size == size, "malformed")
      ProtocolDecoder.refuse_unless(Fields.bytes?(parts[0]) && Fields.bytes?(parts[2]), "malformed")
      @unprotected = Fields.check(parts[1], tag == 16 ? { Label::IV => 12 } : {}, newer: NEWER)
      check_header(algorithm, kind, labels)
    end

    def payload
      @payload ||= Encoding.cbor(parts[2])
    end

    def signed_bytes
      Encoding.encode(["Signature1", parts[0], NAME.b, parts[2]], text: true)
    end

    # SHA-256 of the whole, signature included (§1)
    def digest
      @digest ||= OpenSSL::Digest.digest("SHA256", Encoding.encode(@value))
    end

    def verify(verification_key)
      verified = Crypto.ed25519_verify(verification_key, parts[3], signed_bytes)
      ProtocolDecoder.refuse_unless(verified, "bad-signature")
    end

    def decrypt(key, cause)
      aad = Encoding.encode(["Encrypt0", parts[0], NAME.b], text: true)
      Crypto.aes_gcm_decrypt(key, unprotected[Label::IV], parts[2], aad) ||
        ProtocolDecoder.refuse(cause)
    end

    private

    def check_header(algorithm, kind, labels)
      @header = Encoding.cbor(parts[0])
      named = header.is_a?(Hash) && header.key?(Label::SUITE) && header.key?(Label::KIND)
      ProtocolDecoder.refuse_unless(named, "malformed")
      ProtocolDecoder.refuse_unless(header[Label::SUITE] == SUITE, "newer")
      ProtocolDecoder.refuse_unless(header[Label::KIND] == KINDS.fetch(kind), "wrong-kind")
      all = [Label::ALG, Label::SUITE, Label::KIND, *labels.keys]
      ProtocolDecoder.refuse_unless((all - header.keys).empty?, "malformed")
      ProtocolDecoder.refuse_unless(header[Label::ALG] == algorithm, "malformed")
      labels.each do |label, (type, expected, cause)|
        ProtocolDecoder.refuse_unless(Fields.fits?(header[label], type), "malformed")
        same = expected.nil? || expected == header[label]
        ProtocolDecoder.refuse_unless(same, cause)
      end
      Fields.refuse_others(header.keys - all, NEWER)
    end
  end
end
