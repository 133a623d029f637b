# frozen_string_literal: true

module EncryptedMessages
  # Nobody joins an encrypted message without a key for it, whichever way core adds them: by an invitation, a redeemed
  # link, or staff who join by writing.
  module TopicAllowedUserExtension
    extend ActiveSupport::Concern

    prepended do
      before_create :require_encrypted_key
      after_destroy :delete_encrypted_keys
      after_destroy_commit :delete_later_keys
      after_destroy_commit :tell_remaining_pages
    end

    private

    def require_encrypted_key
      conversation = Conversation.of_topic(topic, topic_id)
      return if conversation.nil? || conversation.participant?(user_id)
      # Core answers this error with 422 and shows the text. An abort would be answered with 500.
      raise Topic::NotAllowed.new(Refusal.text(:no_key_for_member))
    end

    # Core tells the removed member's page. The others' pages only get a small action post, and would go on showing the
    # member as taking part.
    def tell_remaining_pages
      return if topic.nil? || topic.destroyed? || topic.encrypted_conversation.nil?
      MessageBus.publish(
        "/topic/#{topic_id}",
        { reload_topic: true },
        topic.reload.secure_audience_publish_messages,
      )
    end

    def delete_encrypted_keys
      ConversationKey.where(topic_id:, user_id:).delete_all
    end

    # A roster entry that was written at the same time may still have listed the member, with keys that the deletion did not
    # see. Whoever writes one now sees that the member is gone; who takes part again meanwhile keeps theirs.
    def delete_later_keys
      return if !Conversation.exists?(topic_id:)
      RosterGate.lock(topic_id)
      ConversationKey.without_member.where(topic_id:, user_id:).delete_all
    end
  end
end
