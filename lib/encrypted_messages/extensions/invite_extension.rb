# frozen_string_literal: true

module EncryptedMessages
  # Core stores an invite link, with words for the person invited, before `TopicInviteExtension` can refuse that it
  # leads to an encrypted message.
  module InviteExtension
    # @raise [Discourse::InvalidAccess]
    def generate(invited_by, opts = nil)
      topic_id = opts && (opts[:topic]&.id || opts[:topic_id])
      raise Refusal.access(:no_key_for_member) if topic_id && Conversation.exists?(topic_id:)
      super
    end
  end
end
