# frozen_string_literal: true

module EncryptedMessages
  # From which epoch on those whom the newest roster entry lists are to read, by the roster alone (docs/protocol.md §8.4):
  # since they are listed without a break, with these keys or with some that have vouched for them; and from the beginning
  # where they were added to an epoch that had begun, since whoever adds somebody so gives them all keys.
  module ReadableEpochs
    BATCH_SIZE = 50

    # @param user_ids [Array<Integer>]
    # @return [Hash{Integer => Integer}] epoch by user id; of those only whom the newest entry lists with their current keys
    def self.first(topic_id, user_ids)
      known = user_ids.to_h { |id| [id, Vouches.fingerprints(id)] }
      first = {}
      later = nil
      # ids ascend with sequences
      RosterEntry
        .where(topic_id:)
        .find_each(order: :desc, batch_size: BATCH_SIZE) do |entry|
          listed = known.select { |id, prints| prints.include?(entry.members[id]) }
          ended = known.keys - listed.keys
          ended.each { |id| first[id] = later.epoch == entry.epoch ? 1 : later.epoch if later }
          known = listed
          return first if known.empty?
          later = entry
        end
      known.each_key { |id| first[id] = later.epoch }
      first
    end
  end
end
