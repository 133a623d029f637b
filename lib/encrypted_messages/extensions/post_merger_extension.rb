# frozen_string_literal: true

module EncryptedMessages
  # Two ciphertexts cannot be merged into one. The guard would refuse the merged post, but core would delete the other
  # posts all the same.
  module PostMergerExtension
    # @raise [PostMerger::CannotMergeError] whose text core shows
    def merge
      if Conversation.exists?(topic_id: @posts.map(&:topic_id))
        raise PostMerger::CannotMergeError, Refusal.text(:stays_here)
      end
      super
    end
  end
end
