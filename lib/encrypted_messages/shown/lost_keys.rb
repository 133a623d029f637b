# frozen_string_literal: true

module EncryptedMessages
  # Which of those whom a conversation's newest roster entry lists have no key row of which epochs. Whoever was added to read
  # from then on has none of before by rights; which are lost, participants' devices tell by the roster, and give them again
  # (`GiveLostKeys`).
  module LostKeys
    # Runs of epochs, so that whoever came late is one row.
    SQL = <<~SQL
      SELECT user_id, before + 1, epoch - 1 FROM (
        SELECT user_id, epoch, lag(epoch, 1, 0::bigint) OVER (PARTITION BY user_id ORDER BY epoch) AS before
        FROM (
          SELECT user_id, epoch FROM encrypted_conversation_keys
          WHERE topic_id = :topic_id AND user_id IN (:user_ids)
          UNION ALL SELECT id, :newest + 1 FROM unnest(ARRAY[:user_ids]::bigint[]) AS listed (id)
        ) AS held
      ) AS steps
      WHERE epoch > before + 1 ORDER BY user_id, epoch LIMIT :most
    SQL
    # Those left out are told once these are given.
    MAX = 100

    # @param newest [RosterEntry]
    # @return [Array<Array<Integer>>] each a member's id, and the first and the last of some epochs in a row
    def self.of(newest)
      user_ids = newest.members.keys
      return [] if user_ids.empty?
      values = { topic_id: newest.topic_id, user_ids:, newest: newest.epoch, most: MAX }
      ConversationKey.connection.select_rows(ConversationKey.sanitize_sql([SQL, values]))
    end
  end
end
