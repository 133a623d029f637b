# frozen_string_literal: true

module EncryptedMessages
  # Entries that a participant's device holds and the site lacks, since it was restored from a backup (docs/protocol.md
  # §8.4). Whoever signed them: each follows the one before by all that clients demand of it. Who takes part is not asked
  # of them, for that is as old as the backup, but of the entry that comes with them and ends them.
  class BroughtEntries
    # At once. Readers keep and verify each for ever.
    MAX = 200
    # In characters of base64url, all together.
    MAX_LENGTH = 1_000_000

    # @param given [Object] as it was sent: entries in base64url, in their order; nil for none
    # @raise [Wire::Malformed]
    def initialize(given)
      given = [] if given.nil?
      raise Wire::Malformed unless given.is_a?(Array) && given.size <= MAX
      raise Wire::Malformed unless given.all?(String) && given.sum(&:length) <= MAX_LENGTH
      @entries = given.map { |text| SignedEntry.parse(text) }
    end

    def any?
      @entries.any?
    end

    # @param newest [SignedEntry] that is stored
    # @return [SignedEntry] the newest with them
    # @raise [RosterChanged] where another entry was written since the sender's page looked
    def after(newest)
      NextEntry.new(@entries.first, newest).ensure_newest! if any?
      @entries.last || newest
    end

    # @param newest [SignedEntry] that is stored
    def valid?(newest)
      [newest, *@entries].each_cons(2)
        .all? do |before, entry|
          change = NextEntry.new(entry, before)
          change.linked? && change.follows?
        end
    end

    # @param topic_id [Integer]
    def save(topic_id)
      @entries.each { |entry| RosterEntry.create!(topic_id:, **RosterEntry.columns_of(entry)) }
    end
  end
end
