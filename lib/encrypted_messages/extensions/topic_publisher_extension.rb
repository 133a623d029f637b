# frozen_string_literal: true

module EncryptedMessages
  # `TopicExtension` keeps an encrypted message from becoming public. But core's publisher does not look at whether the
  # topic was converted, and would go on to delete the post's revisions.
  module TopicPublisherExtension
    # @raise [Discourse::InvalidAccess]
    def publish!
      raise Refusal.access(:stays_private) if Conversation.exists?(topic_id: @topic.id)
      super
    end
  end
end
