# frozen_string_literal: true

module EncryptedMessages
  # The outer shape of a grant (docs/protocol.md §8.2): the key of one epoch, wrapped for one member.
  # Whether it opens, and whose signature it bears, is for that member to find out.
  module Grant
    KIND = 20
    MEMBER = 1
    MEMBER_FINGERPRINT = 2
    GRANTER = 3

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
        } && payload.is_a?(Hash) && payload[MEMBER] == member_id && payload[GRANTER] == granter_id
    rescue Wire::Malformed
      false
    end

    # @param text [String] a grant that was checked by `for?`
    # @return [String] base64url: which of the member's keys it is for
    def self.member_fingerprint(text)
      _, payload = Wire.decode_sign1(text)
      Wire.encode64(payload[MEMBER_FINGERPRINT])
    end
  end
end
