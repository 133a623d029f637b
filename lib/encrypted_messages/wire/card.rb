# frozen_string_literal: true

require "digest"

module EncryptedMessages
  # The outer shape of an identity card (docs/protocol.md §6): a member's public keys, signed. Clients verify what it
  # says, since they do not trust the server.
  module Card
    KIND = 16
    ENCRYPTION_KEY = 1
    VERIFICATION_KEY = 2
    REPLACES = 4

    # In characters of base64url. A card takes some 750, and may grow by further algorithms.
    MAX_LENGTH = 4096

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

    # @param text [String] a card that `for?` has accepted
    # @return [String, nil] base64url of the 32 bytes that identify its two public keys; nil where SQL around the models
    #   has made the card unreadable since
    def self.fingerprint(text)
      _, payload = Wire.decode_sign1(text)
      purpose = ["discourse-encrypted-messages", "fingerprint", Wire::SUITE_1, *keys(payload)]
      Wire.encode64(Digest::SHA256.digest(CBOR.encode(purpose)))
    rescue Wire::Malformed
      nil
    end

    # @return [String, nil] the fingerprint of the card that this one is to replace
    def self.replaces(text)
      _, payload = Wire.decode_sign1(text)
      fingerprint = payload[REPLACES]
      Wire.encode64(fingerprint) if Wire.bytes?(fingerprint, 32)
    end

    def self.keys(payload)
      payload.is_a?(Hash) ? payload.values_at(ENCRYPTION_KEY, VERIFICATION_KEY) : [nil]
    end
    private_class_method :keys
  end
end
