# frozen_string_literal: true

module EncryptedMessages
  # A timer may close an encrypted message, and do whatever else it does, but not publish it.
  module TopicTimerExtension
    extend ActiveSupport::Concern

    prepended { validate :refuse_publishing_encrypted }

    private

    def refuse_publishing_encrypted
      return if !publishing_to_category? || Conversation.of_topic(topic, topic_id).nil?
      Refusal.add(self, :stays_private)
    end
  end
end
