# frozen_string_literal: true

module EncryptedMessages
  # Two ciphertexts make no third one. Core would delete the other posts even so.
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
