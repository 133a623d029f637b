# frozen_string_literal: true

module EncryptedMessages
  # A new encrypted title for an existing conversation (`PUT /t/-/:id`), as a tracked topic field.
  class TitleEdit
    # @param topic_changes [PostRevisor::TopicChanges]
    # @param value [String] base64url of an envelope
    def initialize(topic_changes, value)
      @topic_changes = topic_changes
      @topic = topic_changes.topic
      @value = value
    end

    # Core saves the topic afterwards, and the conversation with it. Other readers' pages follow only
    # when a change is recorded.
    def apply
      return if conversation.nil? || @value == conversation.encrypted_title
      return refuse unless writer? && fits?

      @topic_changes.record_change("encrypted_title", conversation.encrypted_title, @value)
      conversation.encrypted_title = @value
    end

    private

    def conversation
      @topic.encrypted_conversation
    end

    def writer?
      @topic_changes.guardian.can_use_encrypted_messages? &&
        conversation.participant?(@topic_changes.user.id)
    end

    # The message id stays: to readers another one is another message in the title's place.
    def fits?
      envelope = Envelope.parse_title(@value)
      stored = Envelope.parse_title(conversation.encrypted_title)
      envelope.kind == :title && envelope.conversation_id == stored.conversation_id &&
        envelope.message_id == stored.message_id
    rescue Wire::Malformed
      false
    end

    def refuse
      Refusal.add(@topic, :invalid_title)
      @topic_changes.check_result(false)
    end
  end
end
