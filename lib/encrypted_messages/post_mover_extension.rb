# frozen_string_literal: true

module EncryptedMessages
  # Posts from elsewhere are plain text (R25). Their models would refuse it, but core's mover does not
  # look at whether a post was saved. `GuardianExtension#can_move_posts?` is for the other direction.
  module PostMoverExtension
    # @raise [Discourse::InvalidAccess]
    def to_topic(id, ...)
      topic = Topic.find_by(id:)
      refuse_move("plaintext") if Conversation.exists?(topic_id: id)
      refuse_move("forced") if ForcedEncryption.on? && topic&.private_message?
      super
    end

    # Core makes a new topic with copies of the posts (R13).
    #
    # @raise [Discourse::InvalidAccess]
    def to_new_topic(...)
      refuse_move("forced") if ForcedEncryption.on? && @move_to_pm
      super
    end

    private

    def refuse_move(reason)
      raise Discourse::InvalidAccess.new(
              reason,
              nil,
              custom_message: "encrypted_messages.errors.#{reason}",
            )
    end
  end
end
