# frozen_string_literal: true

module EncryptedMessages
  # `TopicExtension` lets no encrypted message become public. But core's publisher does not look at
  # whether it did, and would go on to forget the post's revisions.
  module TopicPublisherExtension
    # @raise [Discourse::InvalidAccess]
    def publish!
      raise Refusal.access(:stays_private) if Conversation.exists?(topic_id: @topic.id)
      super
    end
  end
end
