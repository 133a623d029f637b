# frozen_string_literal: true

module EncryptedMessages
  # Which of their earlier keys a member's current ones succeed, as these have vouched for them (docs/protocol.md §6.2).
  # Who still has the earlier keys is the same as before: takes part as before, and can open what they were given.
  module Vouches
    # @param since [String, nil] fingerprint of some keys of the member's; of the current ones where none is given
    # @return [Array<String>] fingerprints in base64url: of these keys, and of those before as far as each vouches for the
    #   next; empty where there are none such
    def self.fingerprints(user_id, since = nil)
      current = Identity.cards([user_id])[user_id]
      since ||= current && Card.fingerprint(current)
      cards = Identity.all_cards([user_id])[user_id] || []
      cards = cards.drop_while { |card| Card.fingerprint(card) != since }
      before = cards.each_cons(2).take_while { |card, earlier| succeeds?(card, earlier, user_id) }
      [*cards.first, *before.map(&:last)].map { |card| Card.fingerprint(card) }
    end

    def self.succeeds?(card, earlier, user_id)
      replaced = Card.replaces(card)
      replaced.present? && replaced == Card.fingerprint(earlier) &&
        Card.vouched_by?(card, earlier, user_id)
    end
    private_class_method :succeeds?
  end
end
