# frozen_string_literal: true

module EncryptedMessages
  # Posts cannot be moved into an encrypted message or out of one, nor into any message on a site that takes only
  # encrypted ones. The models would refuse the posts, but core's mover does not look at whether a post was saved.
  module PostMoverExtension
    # @raise [Discourse::InvalidAccess]
    def to_topic(id, ...)
      refuse_encrypted(original_topic.id)
      # Core gives members who cannot see the other topic the same answer for every topic, so this says nothing to them
      # either.
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
