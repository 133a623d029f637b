# frozen_string_literal: true

module EncryptedMessages
  # A translation would be the text once more, in the clear.
  module PostLocalizationExtension
    extend ActiveSupport::Concern

    prepended { validate :refuse_encrypted_post }

    private

    def refuse_encrypted_post
      topic_id = Post.with_deleted.where(id: post_id).pick(:topic_id)
      Refusal.add(self, :plaintext) if Conversation.exists?(topic_id:)
    end
  end
end
