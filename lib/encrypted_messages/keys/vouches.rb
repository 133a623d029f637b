# frozen_string_literal: true

module EncryptedMessages
  # Which of their earlier keys a member's current ones succeed, as these have vouched for them (docs/protocol.md §6.2).
  # Who still has the earlier keys is the same as before: takes part as before, and can open what they were given.
  module Vouches
    # @param since [String] fingerprint of some keys of the member's
    # @return [Array<String>] fingerprints in base64url: of these keys, and of those before as far as each vouches for the
    #   next; empty where there are none such
    def self.fingerprints(user_id, since)
      succeeded(Identity.all_cards([user_id])[user_id] || [], user_id, since)
    end

    # The same of the keys that these members have now.
    #
    # @return [Hash{Integer => Array<String>}] by user id, of each
    def self.of_current(user_ids)
      return {} if user_ids.empty?
      current = Identity.cards(user_ids)
      cards = Identity.all_cards(user_ids)
      user_ids.index_with do |id|
        current[id] ? succeeded(cards[id], id, Card.fingerprint(current[id])) : []
      end
    end

    def self.succeeded(cards, user_id, since)
      cards = cards.drop_while { |card| Card.fingerprint(card) != since }
      before = cards.each_cons(2).take_while { |card, earlier| succeeds?(card, earlier, user_id) }
      [*cards.first, *before.map(&:last)].map { |card| Card.fingerprint(card) }
    end
    private_class_method :succeeded

    def self.succeeds?(card, earlier, user_id)
      replaced = Card.replaces(card)
      replaced.present? && replaced == Card.fingerprint(earlier) &&
        Card.vouched_by?(card, earlier, user_id)
    end
    private_class_method :succeeds?
  end
end
