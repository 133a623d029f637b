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

    # Core saves the topic afterwards, and the conversation with it. Other readers' pages are only updated when a change
    # is recorded.
    #
    # @raise [RosterChanged]
    def apply
      return if conversation.nil? || @value == conversation.encrypted_title
      reason = refusal
      return refuse(reason) if reason

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

    # Simultaneous edits wait for each other at the gate; the second one with the same revision is refused
    # (docs/protocol.md §3).
    #
    # @return [Symbol, nil]
    def refusal
      return :core_changed if Seams.sending_off?
      return :invalid_title unless writer?
      envelope = Envelope.parse_title(@value)
      RosterGate.ensure_open!(@topic.id, envelope.epoch)
      NextTitle.refusal(
        envelope,
        Conversation.uncached { Conversation.find(conversation.id) }.encrypted_title,
      )
    rescue Wire::Malformed
      :invalid_title
    end

    def refuse(reason)
      Refusal.add(@topic, reason)
      @topic_changes.check_result(false)
    end
  end
end
