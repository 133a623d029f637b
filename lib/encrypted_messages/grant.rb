# frozen_string_literal: true

module EncryptedMessages
  # The outer shape of a grant (docs/protocol.md §8.2): the key of one epoch, wrapped for one member.
  # Whether it opens, and whose signature it bears, is for that member to find out.
  module Grant
    KIND = 20
    MEMBER = 1
    MEMBER_FINGERPRINT = 2
    GRANTER = 3

    # A grant is for keys that its member has replaced since the granter looked. Nothing was stored.
    class Stale < StandardError
      # @param own [Boolean] whether they are the granter's: sending again from that page would not help
      def initialize(own:)
        super(Refusal.text(own ? :own_stale_keys : :stale_keys))
      end
    end

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

    # @param text [String] a grant that was checked by `for?` when it came
    # @return [String, nil] base64url: which of the member's keys it is for; nil where it cannot be read any more
    def self.member_fingerprint(text)
      _, payload = Wire.decode_sign1(text)
      Wire.encode64(payload[MEMBER_FINGERPRINT])
    rescue Wire::Malformed
      nil
    end

    # Who has no card is not judged here.
    #
    # @param grants [Hash{Integer => String}] by member, checked by `for?`
    # @raise [Stale] unless all are for the keys that their members have now
    def self.ensure_current!(grants, granter_id:)
      cards = Identity.cards(grants.keys)
      grants.each do |member_id, grant|
        card = cards[member_id]
        next if card.nil? || member_fingerprint(grant) == Card.fingerprint(card)
        raise Stale.new(own: member_id == granter_id)
      end
    end
  end
end
