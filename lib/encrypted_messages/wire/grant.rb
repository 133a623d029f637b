# frozen_string_literal: true

module EncryptedMessages
  # The outer shape of a grant (docs/protocol.md §8.3): the key of one epoch, wrapped for one member. Only that member's
  # client can tell whether it opens and whether its signature is valid.
  module Grant
    KIND = 20
    MEMBER = 1
    MEMBER_FINGERPRINT = 2
    GRANTER = 3
    GRANTER_FINGERPRINT = 4
    COMMITMENT = 5
    KEY = 6
    ENTRY = 7
    FIELDS = (MEMBER..ENTRY).to_a.freeze
    KEY_BYTES = 384

    # In characters of base64url: 1536 bytes.
    MAX_LENGTH = 2048

    # @param text [String] base64url
    # @param entry [SignedEntry] of that conversation, which the grant names
    # @param granter_id [Integer] who has signed the entry, where it comes with it
    # @param commitment [String, nil] of that epoch's key, in bytes; nil where it is not looked up
    # @return [Boolean] whether this is a grant of that epoch's key, by a member and for a member whom the entry lists
    def self.for?(
      text,
      entry:,
      epoch:,
      member_id:,
      granter_id: entry.signer_id,
      commitment: epoch == entry.epoch ? entry.commitment : nil
    )
      payload = payload_of(text, entry.conversation_id, epoch) or return false
      payload[MEMBER] == member_id &&
        payload[MEMBER_FINGERPRINT] == fingerprint_bytes(entry.members[member_id]) &&
        payload[GRANTER] == granter_id &&
        payload[GRANTER_FINGERPRINT] == fingerprint_bytes(entry.members[granter_id]) &&
        payload[ENTRY] == entry.digest && (commitment.nil? || payload[COMMITMENT] == commitment)
    end

    # @param conversation_id [String] base64url
    # @return [Hash, nil] nil where this is no grant of that key
    def self.payload_of(text, conversation_id, epoch)
      return unless text.is_a?(String) && text.length <= MAX_LENGTH
      header, payload = Wire.decode_sign1(text)
      expected = {
        Wire::ALG => Wire::EDDSA,
        Wire::SUITE => Wire::SUITE_1,
        Wire::KIND => KIND,
        Wire::CONVERSATION_ID => Wire.decode64(conversation_id),
        Wire::EPOCH => epoch,
      }
      payload if header == expected && fields?(payload)
    rescue Wire::Malformed
      nil
    end

    def self.fields?(payload)
      return false unless payload.is_a?(Hash) && payload.keys == FIELDS
      digests = [MEMBER_FINGERPRINT, GRANTER_FINGERPRINT, COMMITMENT, ENTRY]
      payload.values_at(*digests).all? { |value| Wire.bytes?(value, Wire::DIGEST_BYTES) } &&
        Wire.bytes?(payload[KEY], KEY_BYTES)
    end
    private_class_method :fields?

    # @param text [String] a grant that `for?` has accepted
    # @return [String, nil] base64url: which of the member's keys it is for; nil where it cannot be read any more
    def self.member_fingerprint(text)
      _, payload = Wire.decode_sign1(text)
      fingerprint = payload[MEMBER_FINGERPRINT] if payload.is_a?(Hash)
      Wire.encode64(fingerprint) if Wire.bytes?(fingerprint, Wire::DIGEST_BYTES)
    rescue Wire::Malformed
      nil
    end

    def self.fingerprint_bytes(text)
      text && Wire.decode64(text)
    end
    private_class_method :fingerprint_bytes
  end
end
