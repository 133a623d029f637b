# frozen_string_literal: true

module EncryptedMessages
  # The outer shape of a grant (docs/protocol.md §8.2): the key of one epoch, wrapped for one member. Only that member's
  # client can tell whether it opens and whether its signature is valid.
  module Grant
    KIND = 20
    MEMBER = 1
    MEMBER_FINGERPRINT = 2
    GRANTER = 3
    GRANTER_FINGERPRINT = 4

    # In characters of base64url: twice what a wrapped key (384 bytes), a signature (64) and ids take.
    MAX_LENGTH = 2048

    # @param text [String] base64url
    # @param conversation_id [String] base64url
    # @return [Boolean] whether this is a grant of that key, for that member and by that granter
    def self.for?(text, conversation_id:, epoch:, member_id:, granter_id:)
      return false unless text.is_a?(String) && text.length <= MAX_LENGTH
      header, payload = Wire.decode_sign1(text)
      header ==
        {
          Wire::ALG => Wire::EDDSA,
          Wire::SUITE => Wire::SUITE_1,
          Wire::KIND => KIND,
          Wire::CONVERSATION_ID => Wire.decode64(conversation_id),
          Wire::EPOCH => epoch,
        } && payload.is_a?(Hash) && payload[MEMBER] == member_id &&
        payload[GRANTER] == granter_id && Wire.bytes?(payload[MEMBER_FINGERPRINT], 32)
    rescue Wire::Malformed
      false
    end

    # @param text [String] a grant that `for?` has accepted
    # @return [String, nil] base64url: which of the member's keys it is for; nil where it cannot be read any more
    def self.member_fingerprint(text)
      fingerprint(text, MEMBER_FINGERPRINT)
    end

    # @return [String, nil] base64url: which of the granter's keys signed it
    def self.granter_fingerprint(text)
      fingerprint(text, GRANTER_FINGERPRINT)
    end

    # Checks that the grants are by and for the keys that their granter and members have now. Members who have no card
    # are not judged here.
    #
    # @param grants [Hash{Integer => String}] by member, checked by `for?`
    # @raise [StaleKeys]
    def self.ensure_current!(grants, granter_id:)
      cards = Identity.cards([granter_id, *grants.keys])
      current = ->(id, fingerprint) { cards[id].nil? || fingerprint == Card.fingerprint(cards[id]) }
      grants.each do |member_id, grant|
        raise StaleKeys.new(:own_stale_keys) if !current.(granter_id, granter_fingerprint(grant))
        next if current.(member_id, member_fingerprint(grant))
        raise StaleKeys.new(member_id == granter_id ? :own_stale_keys : :stale_keys)
      end
    end

    def self.fingerprint(text, label)
      _, payload = Wire.decode_sign1(text)
      Wire.encode64(payload[label]) if Wire.bytes?(payload[label], 32)
    rescue Wire::Malformed
      nil
    end
    private_class_method :fingerprint
  end
end
