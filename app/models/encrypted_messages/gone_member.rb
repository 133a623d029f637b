# frozen_string_literal: true

module EncryptedMessages
  # The public cards of a deleted account that has signed roster entries, or granted others their keys. Without these cards
  # the others could verify neither on their next device, and so could not read. Neither the name nor the wrapped private
  # keys are kept, and the row is deleted with the last entry or key that needs it (`DeadRows`).
  class GoneMember < ActiveRecord::Base
    self.table_name = "encrypted_gone_members"

    # Rows that nobody needs: that user signed no entry and granted no key, or exists. `OFFSET 0` makes PostgreSQL look
    # each row up by an index instead of reading all keys and users.
    scope :unneeded, -> { where(<<~SQL) }
      (
        NOT EXISTS (
          SELECT 1 FROM encrypted_conversation_keys AS keys
          WHERE keys.granted_by_id = encrypted_gone_members.user_id OFFSET 0
        ) AND NOT EXISTS (
          SELECT 1 FROM encrypted_roster_entries AS entries
          WHERE entries.signed_by_id = encrypted_gone_members.user_id OFFSET 0
        )
      ) OR EXISTS (SELECT 1 FROM users WHERE users.id = encrypted_gone_members.user_id OFFSET 0)
    SQL

    # To be called before the account is deleted.
    def self.keep(user)
      cards = Identity.all_cards([user.id])[user.id]
      return if cards.blank? || !needed?(user)
      upsert({ user_id: user.id, cards: cards.join(" ") }, unique_by: :user_id)
    end

    def self.needed?(user)
      RosterEntry.exists?(signed_by_id: user.id) ||
        ConversationKey.where(granted_by_id: user.id).where.not(user_id: user.id).exists?
    end
    private_class_method :needed?

    # @param reader [User]
    # @return [Hash{Integer => Array<String>}] by user id, newest first; only of `ids` who have granted the reader a key, or
    #   signed an entry of a conversation that the reader holds a key to
    def self.cards_for(reader, ids)
      keys = ConversationKey.where(user_id: reader.id)
      granters = keys.where(granted_by_id: ids).select(:granted_by_id)
      signers =
        RosterEntry.where(signed_by_id: ids, topic_id: keys.select(:topic_id)).select(:signed_by_id)
      gone = where(user_id: ids)
      gone
        .where(user_id: granters)
        .or(gone.where(user_id: signers))
        .where("NOT EXISTS (SELECT 1 FROM users WHERE users.id = encrypted_gone_members.user_id)")
        .pluck(:user_id, :cards)
        .to_h
        .transform_values(&:split)
    end
  end
end

# == Schema Information
#
# Table name: encrypted_gone_members
#
#  id         :bigint           not null, primary key
#  user_id    :bigint           not null
#  cards      :text             not null
#  created_at :datetime         not null
#  updated_at :datetime         not null
#
# Indexes
#
#  index_encrypted_gone_members_on_user_id  (user_id) UNIQUE
#
