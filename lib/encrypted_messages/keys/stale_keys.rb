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

    # Clients encrypt only to those whom they have listed, with the keys that are listed.
    #
    # @param entry [SignedEntry]
    # @param cards [Hash{Integer => String}] of those who are listed, as they are now
    # @raise [StaleKeys] unless these are the keys that all who are listed have now
    def self.ensure_listed_current!(entry, cards = Identity.cards(entry.members.keys))
      changed =
        entry.members.filter_map do |id, fingerprint|
          id if cards[id].nil? || Card.fingerprint(cards[id]) != fingerprint
        end
      return if changed.empty?
      raise new(:no_own_keys) if cards[entry.signer_id].nil?
      raise new(changed.include?(entry.signer_id) ? :own_stale_keys : :stale_keys)
    end

    # @param reason [Symbol] a key under `encrypted_messages.errors`
    def initialize(reason)
      super(Refusal.text(reason))
    end
  end
end
