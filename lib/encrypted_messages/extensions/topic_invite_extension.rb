# frozen_string_literal: true

module EncryptedMessages
  # Whoever follows an invite link has no key, so the link would end in `TopicAllowedUserExtension`'s
  # refusal after the new account was made. The link is refused instead.
  module TopicInviteExtension
    extend ActiveSupport::Concern

    prepended { validate :refuse_encrypted_topic, on: :create }

    private

    # Not by raising: core shows a validation's text to the one who invites.
    def refuse_encrypted_topic
      Refusal.add(self, :no_key_for_member) if Conversation.of_topic(topic, topic_id)
    end
  end
end
