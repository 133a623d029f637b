# frozen_string_literal: true

module EncryptedMessages
  # What is written in a conversation is for those whom its newest roster entry lists. So it is taken only in the epoch of
  # that entry, and only while all whom it lists take part, and have no other keys by now: else who has been removed, or
  # who has got hold of keys that were replaced, could read it.
  module RosterGate
    # To be asked in the transaction that writes. Whoever else writes in the topic, or adds an entry, waits until that has
    # ended: the topic's row is the one lock of all of them, since core locks it too for whatever it writes there, and a
    # second one would be taken in another order.
    #
    # @param topic_id [Integer]
    # @param epoch [Integer] of the envelope
    # @raise [RosterChanged]
    def self.ensure_open!(topic_id, epoch)
      lock(topic_id)
      newest = newest(topic_id)
      raise RosterChanged if newest.nil? || epoch != newest.epoch
      listed = newest.members
      raise RosterChanged if (listed.keys - members(topic_id)).any? || any_replaced?(listed)
    end

    # Who has no keys any more stays as listed: nobody can read with those.
    #
    # @param listed [Hash{Integer => String}] fingerprints by user id
    def self.any_replaced?(listed)
      cards = UserCustomField.uncached { Identity.cards(listed.keys) }
      cards.any? { |id, card| Card.fingerprint(card) != listed[id] }
    end

    # The lock that core's own `UPDATE` takes, so that none has to become a stronger one.
    def self.lock(topic_id)
      Topic.unscoped.lock("FOR NO KEY UPDATE").where(id: topic_id).pick(:id)
    end

    # As it is committed now, not as this request has read it before.
    #
    # @return [RosterEntry, nil]
    def self.newest(topic_id)
      RosterEntry.uncached { RosterEntry.newest(topic_id) }
    end

    # @return [Array<Integer>] ids of whom core shows as taking part
    def self.members(topic_id)
      TopicAllowedUser.uncached { TopicAllowedUser.where(topic_id:).pluck(:user_id) }
    end
  end
end
