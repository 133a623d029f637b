# frozen_string_literal: true

module EncryptedMessages
  # Raised where something sent is signed by, or encrypted for, keys that are no longer their member's: the member has
  # reset their encryption since the sender's page looked. Answered with 409 and the reason; nothing is stored.
  class StaleKeys < StandardError
    # Every reader's page would mark a message that is signed with replaced keys as possibly somebody else's, and
    # without a card nobody could verify it. So an author's page names the keys that it signs with.
    #
    # @param fingerprint [String] base64url, as the client sent it
    # @raise [StaleKeys] unless the member has these keys now
    def self.ensure_current!(user, fingerprint)
      card = Identity.cards([user.id])[user.id]
      raise new(:no_own_keys) if card.nil?
      raise new(:own_stale_keys) if Card.fingerprint(card) != fingerprint
    end

    # @param reason [Symbol] a key under `encrypted_messages.errors`
    def initialize(reason)
      super(Refusal.text(reason))
    end
  end
end
