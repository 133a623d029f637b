# frozen_string_literal: true

module EncryptedMessages
  # Nobody becomes a member of an encrypted message without a key for it, by whatever way core adds
  # them: an invitation, a redeemed link, staff who join by writing.
  module TopicAllowedUserExtension
    extend ActiveSupport::Concern

    prepended do
      before_create :require_encrypted_key
      after_destroy :delete_encrypted_keys
    end

    private

    def require_encrypted_key
      conversation = Conversation.of_topic(topic, topic_id)
      return if conversation.nil? || conversation.participant?(user_id)
      # Core answers this one with 422 and shows the text. An abort would be answered with 500.
      raise Topic::NotAllowed.new(I18n.t("encrypted_messages.errors.no_key_for_member"))
    end

    def delete_encrypted_keys
      ConversationKey.where(topic_id:, user_id:).delete_all
    end
  end
end
