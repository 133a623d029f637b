# frozen_string_literal: true

module EncryptedMessages
  # A translation would be the title once more, in the clear.
  module TopicLocalizationExtension
    extend ActiveSupport::Concern

    prepended { validate :refuse_encrypted_topic }

    private

    def refuse_encrypted_topic
      Refusal.add(self, :plain_title) if Conversation.exists?(topic_id:)
    end
  end
end
