# frozen_string_literal: true

module EncryptedMessages
  # The key of one epoch of a conversation, wrapped for one member and signed by another. Only the member it is for
  # reads it.
  class ConversationKey < ActiveRecord::Base
    self.table_name = "encrypted_conversation_keys"

    # SQL: the keys of a row of `topic_allowed_users`.
    OF_MEMBER = <<~SQL
      SELECT 1 FROM encrypted_conversation_keys AS keys
      WHERE keys.topic_id = topic_allowed_users.topic_id AND keys.user_id = topic_allowed_users.user_id
    SQL

    scope :without_member, -> { where(<<~SQL) }
      NOT EXISTS (
        SELECT 1 FROM topic_allowed_users AS members
        WHERE members.topic_id = encrypted_conversation_keys.topic_id
          AND members.user_id = encrypted_conversation_keys.user_id
      )
    SQL

    attribute :encrypted_key, BytesColumn.new
    attribute :bag, BytesColumn.new

    belongs_to :user
    belongs_to :conversation,
               class_name: "EncryptedMessages::Conversation",
               primary_key: :topic_id,
               foreign_key: :topic_id,
               inverse_of: :keys

    # The member has other keys from now on, which open none of them.
    def self.drop_bags(user_id)
      where(user_id:).where.not(bag: nil).update_all(bag: nil)
    end

    validates :user_id, :granted_by_id, :encrypted_key, presence: true
    validates :epoch, numericality: { only_integer: true, in: 1..4_294_967_295 }

    # @param rows [Array<Hash>] of grants that were checked
    def self.add(topic_id, rows)
      rows = rows.map { |row| row.symbolize_keys.except(:id).merge(topic_id:) }
      insert_all!(rows) if rows.any?
    end
  end
end

# == Schema Information
#
# Table name: encrypted_conversation_keys
#
#  id            :bigint           not null, primary key
#  topic_id      :bigint           not null
#  user_id       :bigint           not null
#  epoch         :bigint           not null
#  encrypted_key :binary           not null
#  granted_by_id :bigint           not null
#  bag           :binary
#
# Indexes
#
#  idx_encrypted_conversation_keys_on_user_topic_epoch  (user_id,topic_id,epoch) UNIQUE
#  index_encrypted_conversation_keys_on_granted_by_id   (granted_by_id)
#  index_encrypted_conversation_keys_on_topic_id        (topic_id)
#
# Foreign Keys
#
#  fk_rails_...  (topic_id => encrypted_conversations.topic_id) ON DELETE => cascade
#
