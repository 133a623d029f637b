# frozen_string_literal: true

module EncryptedMessages
  # From which epoch on those whom the newest roster entry lists are to read, by the roster alone (docs/protocol.md §8.4):
  # since they are listed without a break; and from the beginning where they were added to an epoch that had begun, since
  # whoever adds somebody so gives them all keys.
  module ReadableEpochs
    BATCH_SIZE = 50

    # @param user_ids [Array<Integer>] of whom it lists
    # @return [Hash{Integer => Integer}] epoch by user id
    def self.first(topic_id, user_ids)
      first = {}
      later = nil
      # ids ascend with sequences
      RosterEntry
        .where(topic_id:)
        .find_each(order: :desc, batch_size: BATCH_SIZE) do |entry|
          came = later ? user_ids.reject { |id| entry.members.key?(id) } : []
          came.each { |id| first[id] = later.epoch == entry.epoch ? 1 : later.epoch }
          user_ids -= came
          break if user_ids.empty?
          later = entry
        end
      user_ids.each { |id| first[id] = later.epoch }
      first
    end
  end
end
