# frozen_string_literal: true

module EncryptedMessages
  # From which epoch on those whom the newest roster entry lists are to read, by the roster alone (docs/protocol.md §8.4):
  # since they are listed without a break; and where they were added to an epoch that had begun, what those read who added
  # them, since nobody gives more than they have.
  module ReadableEpochs
    BATCH_SIZE = 50

    # @param user_ids [Array<Integer>] of whom it lists
    # @return [Hash{Integer => Integer}] epoch by user id
    def self.first(topic_id, user_ids)
      first = {}
      # whom to follow back, by whose first epoch it is
      whose = user_ids.index_by(&:itself)
      later = nil
      # ids ascend with sequences
      RosterEntry
        .where(topic_id:)
        .find_each(order: :desc, batch_size: BATCH_SIZE) do |entry|
          came = later ? whose.reject { |_, id| entry.members.key?(id) }.keys : []
          if came.any? && later.epoch > entry.epoch
            came.each { |id| first[id] = later.epoch }
            whose = whose.except(*came)
          else
            came.each { |id| whose[id] = later.signed.signer_id }
          end
          break if whose.empty?
          later = entry
        end
      whose.each_key { |id| first[id] = later.epoch }
      first
    end
  end
end
