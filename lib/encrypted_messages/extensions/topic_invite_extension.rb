# frozen_string_literal: true

module EncryptedMessages
  # Somebody who follows an invite link has no key. `TopicAllowedUserExtension` would refuse them only after their new
  # account was made, so the link is refused instead.
  module TopicInviteExtension
    extend ActiveSupport::Concern

    prepended { validate :refuse_encrypted_topic, on: :create }

    private

    # An error on the record, not an exception: core shows a validation's text to the member who invites.
    def refuse_encrypted_topic
      Refusal.add(self, :no_key_for_member) if Conversation.of_topic(topic, topic_id)
    end
  end
end
