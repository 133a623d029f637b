# frozen_string_literal: true

module EncryptedMessages
  # discourse-shared-edits stores by SQL what several people type, for any post that they can see, whether or not its
  # editor is shared.
  module SharedEditRevisionExtension
    # @raise [Discourse::InvalidAccess]
    def revise!(post_id:, **revision)
      topic_id = Post.with_deleted.where(id: post_id).pick(:topic_id)
      raise Refusal.access(:plaintext_beside) if Conversation.exists?(topic_id:)
      super
    end
  end
end
