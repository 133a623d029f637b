# frozen_string_literal: true

module EncryptedMessages
  # Nothing is moved, merged or split into an encrypted message or out of one (R25), nor into any message
  # where all are to be encrypted (R13). The posts' models would refuse it, but core's mover does not look
  # at whether a post was saved.
  module PostMoverExtension
    # @raise [Discourse::InvalidAccess]
    def to_topic(id, ...)
      refuse_encrypted(original_topic.id)
      # To who cannot see the other topic, core says of every one the same.
      refuse_encrypted(id) if Guardian.new(user).can_see?(Topic.with_deleted.find_by(id:))
      refuse_forced if Topic.find_by(id:)&.private_message?
      super
    end

    # Core makes a new topic with copies of the posts.
    #
    # @raise [Discourse::InvalidAccess]
    def to_new_topic(...)
      refuse_encrypted(original_topic.id)
      refuse_forced if @move_to_pm
      super
    end

    private

    def refuse_encrypted(topic_id)
      raise Refusal.access(:stays_here) if Conversation.exists?(topic_id:)
    end

    def refuse_forced
      raise Refusal.access(:forced) if ForcedEncryption.on?
    end
  end
end
