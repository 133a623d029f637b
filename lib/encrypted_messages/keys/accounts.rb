# frozen_string_literal: true

module EncryptedMessages
  # What becomes of keys when an account is anonymized, deleted, or merged into another (R18, R20). Of a deleted
  # account, core deletes the custom fields.
  module Accounts
    # Nobody is to unlock these keys any more. What was written stays, as core keeps it, and can be
    # read as before. Memberships stay, and so do the key rows, which follow the membership.
    def self.anonymized(user)
      Identity.retire(user)
    end

    # Core may have deleted the memberships, with which they go, by SQL.
    def self.deleted(user)
      ConversationKey.where(user_id: user.id).delete_all
    end

    # Core has given the source's custom fields and memberships to the target by SQL, which no
    # callback sees. Keys are wrapped for an identity that the target does not hold, so the target
    # would look as if they read along; and with a card that is somebody else's they could not even
    # enable encrypted messages.
    def self.merged(source, target)
      Identity.delete(source)
      Identity.delete_foreign(target)
      half_memberships(target).each { |row| end_membership(row, target) }
    end

    # @raise [Discourse::InvalidAccess] with the reason, of who has written encrypted messages
    def self.ensure_mergeable!(source)
      posts = Post.with_deleted.where(user_id: source.id)
      return if !EncryptedPost.exists?(post_id: posts.select(:id))
      raise Refusal.access(:author_not_mergeable)
    end

    # @return [Array<TopicAllowedUser>] of encrypted messages that the member has no key for
    def self.half_memberships(user)
      TopicAllowedUser
        .where(user_id: user.id, topic_id: Conversation.select(:topic_id))
        .where("NOT EXISTS (#{ConversationKey::OF_MEMBER})")
        .to_a
    end
    private_class_method :half_memberships

    # By core's own way, so that the others see in the message who does not read along any more.
    def self.end_membership(row, user)
      row.topic ? row.topic.remove_allowed_user(Discourse.system_user, user) : row.destroy
    end
    private_class_method :end_membership
  end
end
