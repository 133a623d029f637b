# frozen_string_literal: true

module EncryptedMessages
  # A post is signed by its author. `PostGuard` would refuse another author, but core's changer does not look at whether
  # a post was saved, and goes on to make the new one the topic's. (For merged accounts see `UserMergerExtension`.)
  module PostOwnerChangerExtension
    # @raise [Discourse::InvalidAccess]
    def change_owner!
      raise Refusal.access(:not_the_author) if Conversation.exists?(topic_id: @topic.id)
      super
    end
  end
end
