# frozen_string_literal: true

module EncryptedMessages
  # Posts from elsewhere are plain text (R25). Their models would refuse it, but core's mover does not
  # look at whether a post was saved. `GuardianExtension#can_move_posts?` is for the other direction.
  module PostMoverExtension
    # @raise [Discourse::InvalidAccess]
    def to_topic(id, ...)
      if Conversation.exists?(topic_id: id)
        raise Discourse::InvalidAccess.new(
                "encrypted",
                nil,
                custom_message: "encrypted_messages.errors.plaintext",
              )
      end
      super
    end
  end
end
