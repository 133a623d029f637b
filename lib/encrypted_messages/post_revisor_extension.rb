# frozen_string_literal: true

module EncryptedMessages
  module PostRevisorExtension
    # Core keeps the half of an edit that could be saved, body or title. Here it is both or nothing (R21).
    def revise_post
      super
      return if @topic.encrypted_conversation.nil? || successfully_saved_post_and_topic
      raise ActiveRecord::Rollback
    end

    # Core compares the old and the new text to tell a small edit from a new version. Two ciphertexts
    # have nothing in common, and finding that out takes seconds; so every edit is a new version.
    #
    # @return [Integer] characters that differ
    def diff_size(before, after)
      Placeholder.ciphertext?(after, @post) ? before.size + after.size : super
    end
  end
end
