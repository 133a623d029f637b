# frozen_string_literal: true

module EncryptedMessages
  # The public cards of a deleted account that has signed roster entries or messages, or granted others their keys. Without
  # these cards the others could verify none of it on their next device, and so could not read: what the account wrote goes
  # with it, but staff may bring it back, or have it still in a message that was deleted before. Neither the name nor the
  # wrapped private keys are kept, and the row is deleted with the last entry, key or conversation that needs it (`DeadRows`).
  class GoneMember < ActiveRecord::Base
    self.table_name = "encrypted_gone_members"

    # Rows that nobody needs: that user signed no entry, granted no key and wrote in no conversation, or exists. `OFFSET 0`
    # makes PostgreSQL look each row up by an index instead of reading all keys and users.
    scope :unneeded, -> { where(<<~SQL) }
      (
        NOT EXISTS (
          SELECT 1 FROM encrypted_conversation_keys AS keys
          WHERE keys.granted_by_id = encrypted_gone_members.user_id OFFSET 0
        ) AND NOT EXISTS (
          SELECT 1 FROM encrypted_roster_entries AS entries
          WHERE entries.signed_by_id = encrypted_gone_members.user_id OFFSET 0
        ) AND NOT EXISTS (
          SELECT 1 FROM encrypted_conversations AS conversations
          WHERE conversations.topic_id = ANY(encrypted_gone_members.topic_ids) OFFSET 0
        )
      ) OR EXISTS (SELECT 1 FROM users WHERE users.id = encrypted_gone_members.user_id OFFSET 0)
    SQL

    # To be called before the account is deleted.
    def self.keep(user)
      cards = Identity.all_cards([user.id])[user.id]
      return if cards.blank?
      topic_ids = topics_written_in(user)
      return if topic_ids.empty? && !needed?(user)
      upsert({ user_id: user.id, cards: cards.join(" "), topic_ids: }, unique_by: :user_id)
    end

    def self.needed?(user)
      RosterEntry.exists?(signed_by_id: user.id) ||
        ConversationKey.where(granted_by_id: user.id).where.not(user_id: user.id).exists?
    end
    private_class_method :needed?

    # Also of what is deleted.
    def self.topics_written_in(user)
      posts = Post.with_deleted.where(user_id: user.id)
      posts.where(id: EncryptedPost.select(:post_id)).distinct.pluck(:topic_id)
    end
    private_class_method :topics_written_in

    # @param reader [User]
    # @return [Hash{Integer => Array<String>}] by user id, newest first; only of `ids` who have granted the reader a key, or
    #   signed an entry of a conversation that the reader holds a key to, or written in one
    def self.cards_for(reader, ids)
      keys = ConversationKey.where(user_id: reader.id)
      granters = keys.where(granted_by_id: ids).select(:granted_by_id)
      signers =
        RosterEntry.where(signed_by_id: ids, topic_id: keys.select(:topic_id)).select(:signed_by_id)
      gone = where(user_id: ids)
      written_for = gone.where(<<~SQL, reader.id)
        EXISTS (
          SELECT 1 FROM encrypted_conversation_keys AS keys
          WHERE keys.user_id = ? AND keys.topic_id = ANY(encrypted_gone_members.topic_ids)
        )
      SQL
      gone
        .where(user_id: granters)
        .or(gone.where(user_id: signers))
        .or(written_for)
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
#  topic_ids  :bigint           default([]), not null, is an Array
#
# Indexes
#
#  index_encrypted_gone_members_on_user_id  (user_id) UNIQUE
#
