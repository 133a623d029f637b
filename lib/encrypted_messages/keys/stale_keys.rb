# frozen_string_literal: true

module EncryptedMessages
  # Something is by or for keys that are not their member's any more: somebody has started anew since the
  # sender's page looked. Answered with 409 and the reason; nothing was stored.
  class StaleKeys < StandardError
    # What is signed with replaced keys would be marked for everybody as possibly another's, and without a
    # card nobody could verify it. So an author's page names the keys that it signs with.
    #
    # @param fingerprint [String] base64url, as it came
    # @raise [StaleKeys] unless these are the keys that the member has now
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
