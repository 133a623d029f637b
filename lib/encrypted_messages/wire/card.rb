# frozen_string_literal: true

require "digest"

module EncryptedMessages
  # An identity card (docs/protocol.md §6): a member's public keys, signed. Clients verify it, since they do not trust the
  # server. The server does so as well before it stores one, for a card that clients refuse would keep others from
  # verifying a roster.
  module Card
    KIND = 16
    VOUCH_KIND = 22
    ENCRYPTION_KEY = 1
    VERIFICATION_KEY = 2
    MADE = 3
    REPLACES = 4
    VOUCH = 5

    # In characters of base64url: 3 KiB.
    MAX_LENGTH = 4096

    # What the keys are, but for their bytes (RFC 8230 §4, RFC 9053 §7.2).
    RSA = { 1 => 3, 3 => -41, -2 => "\x01\x00\x01".b }.freeze
    MODULUS = -1
    MODULUS_BYTES = 384
    ED25519 = { 1 => 1, 3 => -8, -1 => 6 }.freeze
    POINT = -2
    POINT_BYTES = 32

    ED25519_PRIME = (2**255) - 19
    # The y of each point whose order divides 8: there are signatures under these that hold for many texts.
    SMALL_ORDER = [
      0,
      1,
      ED25519_PRIME - 1,
      0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826,
      0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7,
    ].freeze
    private_constant :RSA, :ED25519, :ED25519_PRIME, :SMALL_ORDER

    # Whether the text is a card that names this member as its owner.
    def self.for?(text, user_id)
      return false unless text.is_a?(String) && text.length <= MAX_LENGTH
      header, payload = Wire.decode_sign1(text)
      header ==
        {
          Wire::ALG => Wire::EDDSA,
          Wire::SUITE => Wire::SUITE_1,
          Wire::KIND => KIND,
          Wire::USER_ID => user_id,
        } && keys(payload).all?(Hash)
    rescue Wire::Malformed
      false
    end

    # Whether it is a card that clients take as this member's, but for the vouch, which needs the card before it.
    def self.valid?(text, user_id)
      return false unless for?(text, user_id)
      _, payload = Wire.decode_sign1(text)
      fields?(payload) && encryption_key?(payload[ENCRYPTION_KEY]) &&
        verification_key?(payload[VERIFICATION_KEY]) &&
        Wire.signed_by?(payload[VERIFICATION_KEY][POINT], text)
    end

    # @param text [String] a card that `for?` has accepted
    # @return [String] 32 bytes; empty where it has none
    def self.verification_key(text)
      _, payload = Wire.decode_sign1(text)
      key = payload[VERIFICATION_KEY][POINT]
      Wire.bytes?(key, POINT_BYTES) ? key : ""
    end

    # @param text [String] a card that `valid?` has accepted
    def self.vouched?(text)
      Wire.decode_sign1(text).last.key?(VOUCH)
    end

    # Whether the keys of the one card vouch for the other as their successor (docs/protocol.md §6.2).
    #
    # @param text [String] a card that names the other as the one it replaces
    # @param earlier [String] the other
    def self.vouched_by?(text, earlier, user_id)
      fingerprints = [earlier, text].map { |card| Wire.decode64(fingerprint(card)) }
      header = {
        Wire::ALG => Wire::EDDSA,
        Wire::SUITE => Wire::SUITE_1,
        Wire::KIND => VOUCH_KIND,
        Wire::USER_ID => user_id,
      }
      payload = { 1 => user_id, 2 => fingerprints[0], 3 => fingerprints[1] }
      vouch = Wire.decode_sign1(text).last[VOUCH]
      Wire.bytes?(vouch, Wire::SIGNATURE_BYTES) &&
        Wire.signature?(verification_key(earlier), CBOR.encode(header), CBOR.encode(payload), vouch)
    end

    # @param text [String] a card that `for?` has accepted
    # @return [String, nil] base64url of the 32 bytes that identify its two public keys; nil where SQL around the models
    #   has made the card unreadable since
    def self.fingerprint(text)
      _, payload = Wire.decode_sign1(text)
      Wire.encode64(Digest::SHA256.digest(Wire.purpose("fingerprint", *keys(payload))))
    rescue Wire::Malformed
      nil
    end

    # @return [String, nil] the fingerprint of the card that this one is to replace; nil of an unreadable one as well
    def self.replaces(text)
      _, payload = Wire.decode_sign1(text)
      fingerprint = payload[REPLACES]
      Wire.encode64(fingerprint) if Wire.bytes?(fingerprint, 32)
    rescue Wire::Malformed
      nil
    end

    def self.keys(payload)
      payload.is_a?(Hash) ? payload.values_at(ENCRYPTION_KEY, VERIFICATION_KEY) : [nil]
    end
    private_class_method :keys

    def self.fields?(payload)
      optional = payload.except(ENCRYPTION_KEY, VERIFICATION_KEY, MADE)
      payload[MADE].is_a?(Integer) && payload[MADE] >= 0 &&
        [[], [REPLACES], [REPLACES, VOUCH]].include?(optional.keys) &&
        optional.all? do |field, value|
          Wire.bytes?(value, field == VOUCH ? Wire::SIGNATURE_BYTES : Wire::DIGEST_BYTES)
        end
    end
    private_class_method :fields?

    # The highest and the lowest bit are set.
    def self.encryption_key?(key)
      modulus = key[MODULUS]
      key.except(MODULUS) == RSA && Wire.bytes?(modulus, MODULUS_BYTES) &&
        modulus.getbyte(0) >= 0x80 && modulus.getbyte(-1).odd?
    end
    private_class_method :encryption_key?

    def self.verification_key?(key)
      return false unless key.except(POINT) == ED25519 && Wire.bytes?(key[POINT], POINT_BYTES)
      y = key[POINT].reverse.unpack1("H*").hex % (2**255)
      SMALL_ORDER.exclude?(y % ED25519_PRIME)
    end
    private_class_method :verification_key?
  end
end
