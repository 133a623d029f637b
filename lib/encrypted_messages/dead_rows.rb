# frozen_string_literal: true

module EncryptedMessages
  # Rows of users, topics and posts that do not exist. Foreign keys and core delete them; these are
  # left where a backup was restored without them, or rows were deleted around core.
  module DeadRows
    # @return [Hash{Symbol => Integer}] how many rows of what were removed
    def self.remove
      all.transform_values(&:delete_all)
    end

    # @return [Hash{Symbol => ActiveRecord::Relation}]
    def self.all
      {
        keys: keys,
        conversations: Conversation.where.not(topic_id: Topic.unscoped.select(:id)),
        gone_granters: GoneGranter.unneeded,
        message_ids: EncryptedPost.where.not(post_id: Post.unscoped.select(:id)),
        identities:
          UserCustomField.where(name: Identity::FIELDS).where.not(user_id: User.select(:id)),
      }
    end
    private_class_method :all

    def self.keys
      gone_user = ConversationKey.where.not(user_id: User.select(:id))
      gone_topic = ConversationKey.where.not(topic_id: Conversation.select(:topic_id))
      gone_user.or(gone_topic).or(ConversationKey.where.not(topic_id: Topic.unscoped.select(:id)))
    end
    private_class_method :keys
  end
end
