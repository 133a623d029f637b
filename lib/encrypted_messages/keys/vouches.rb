# frozen_string_literal: true

module EncryptedMessages
  # Which of their earlier keys a member's current ones succeed, as these have vouched for them (docs/protocol.md §6.2).
  # Who still has the earlier keys is the same as before: takes part as before, and can open what they were given.
  module Vouches
    # @return [Array<String>] fingerprints in base64url: of the current keys, and of those before as far as each vouches for
    #   the next; empty where there are no current ones
    def self.fingerprints(user_id)
      current = Identity.cards([user_id])[user_id] or return []
      cards = [current, *Identity.earlier_cards([user_id])[user_id]]
      before = cards.each_cons(2).take_while { |card, earlier| succeeds?(card, earlier, user_id) }
      [current, *before.map(&:last)].map { |card| Card.fingerprint(card) }
    end

    def self.succeeds?(card, earlier, user_id)
      Card.replaces(card) == Card.fingerprint(earlier) && Card.vouched_by?(card, earlier, user_id)
    end
    private_class_method :succeeds?
  end
end
