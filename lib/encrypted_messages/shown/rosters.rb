# frozen_string_literal: true

module EncryptedMessages
  # The entries of conversations, and whom core shows as taking part, for one of those who do.
  module Rosters
    # Of all entries together; it may be exceeded by one of them.
    MAX_BYTES = 750_000
    # In each conversation: as many as these bytes can hold.
    MAX_ENTRIES = 2000

    # One question, so that entries and members are of the same moment. Of an entry that is not given, only its size is
    # read.
    SQL = <<~SQL
      WITH asked AS (
        SELECT given.topic_id, given.sequence
        FROM unnest(ARRAY[:topic_ids]::bigint[], ARRAY[:sequences]::bigint[]) AS given (topic_id, sequence)
        JOIN topics ON topics.id = given.topic_id AND (topics.deleted_at IS NULL OR :sees_deleted)
        WHERE EXISTS (
          SELECT 1 FROM encrypted_conversation_keys AS keys
          WHERE keys.user_id = :user_id AND keys.topic_id = given.topic_id
        ) AND EXISTS (
          SELECT 1 FROM topic_allowed_users AS members
          WHERE members.user_id = :user_id AND members.topic_id = given.topic_id
        )
      ), sized AS MATERIALIZED (
        SELECT following.id, following.topic_id,
          sum(following.size) OVER (ORDER BY following.topic_id, following.sequence) - following.size AS earlier
        FROM asked CROSS JOIN LATERAL (
          SELECT id, topic_id, sequence, octet_length(entry) AS size FROM encrypted_roster_entries
          WHERE topic_id = asked.topic_id AND sequence >= asked.sequence ORDER BY sequence LIMIT :max_entries
        ) AS following
      )
      SELECT asked.topic_id,
        (SELECT max(sequence) FROM encrypted_roster_entries WHERE topic_id = asked.topic_id) AS newest,
        ARRAY(
          SELECT entry FROM encrypted_roster_entries JOIN sized USING (id)
          WHERE sized.topic_id = asked.topic_id AND sized.earlier < :max_bytes ORDER BY sequence
        ) AS entries,
        ARRAY(
          SELECT user_id FROM topic_allowed_users WHERE topic_id = asked.topic_id ORDER BY user_id
        ) AS member_ids
      FROM asked ORDER BY asked.topic_id
    SQL

    # @param viewer [User]
    # @param first_sequences [Hash{Integer => Integer}] by topic id
    # @return [Array<Hash>] of each topic that the viewer sees and holds a key to
    def self.for(viewer, first_sequences)
      values = {
        topic_ids: first_sequences.keys,
        sequences: first_sequences.values,
        user_id: viewer.id,
        sees_deleted: viewer.staff?,
        max_entries: MAX_ENTRIES,
        max_bytes: MAX_BYTES,
      }
      rows = RosterEntry.connection.select_all(RosterEntry.sanitize_sql([SQL, values]))
      names = rows.columns.map(&:to_sym)
      rows.cast_values.map do |row|
        roster = names.zip(row).to_h
        { **roster, entries: roster[:entries].map { |entry| Wire.encode64(entry) } }
      end
    end
  end
end
