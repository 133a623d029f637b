# frozen_string_literal: true

module EncryptedMessages
  module PostRevisorExtension
    # Core stores the half of an edit that could be saved, body or title. Here it is both or nothing.
    #
    # Core also compares the old and the new text to tell a small edit from a new version. Comparing two ciphertexts
    # takes seconds, since they have nothing in common; so it is told that they differ.
    def revise_post
      raw = @fields[:raw]
      @diff_size = @post.raw.size + raw.size if Placeholder.ciphertext?(raw, @post)
      super
      return if @topic.encrypted_conversation.nil? || successfully_saved_post_and_topic
      raise ActiveRecord::Rollback
    end
  end
end
