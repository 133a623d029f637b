# frozen_string_literal: true

module EncryptedMessages
  # A group cannot take part in an encrypted message, since keys are wrapped for people.
  module TopicAllowedGroupExtension
    extend ActiveSupport::Concern

    prepended { before_create :refuse_encrypted_topic }

    private

    def refuse_encrypted_topic
      return if Conversation.of_topic(topic, topic_id).nil?
      raise Topic::NotAllowed.new(Refusal.text(:members_only))
    end
  end
end
