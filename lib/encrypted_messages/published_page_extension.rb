# frozen_string_literal: true

module EncryptedMessages
  # An encrypted message is no page for everybody. Core's guardian says so for messages already.
  module PublishedPageExtension
    extend ActiveSupport::Concern

    prepended { validate :refuse_encrypted_topic }

    private

    def refuse_encrypted_topic
      Refusal.add(self, :stays_private) if Conversation.of_topic(topic, topic_id)
    end
  end
end
