# frozen_string_literal: true

module EncryptedMessages
  # What happens to keys when an account is anonymized, deleted, or merged into another. When an account is deleted,
  # core deletes its custom fields.
  module Accounts
    # Nobody may unlock these keys any more. What the member wrote stays, as core keeps it, and can still be read.
    # Memberships stay as well, and so do the key rows, which belong to memberships, without what was kept for devices.
    def self.anonymized(user)
      Identity.retire(user)
      ConversationKey.drop_bags(user.id)
    end

    # Key rows go with memberships, but core may have deleted these by SQL, without callbacks.
    def self.deleted(user)
      ConversationKey.where(user_id: user.id).delete_all
      AddressBook.new(user).drop
    end

    # Core has moved the source's custom fields and memberships to the target by SQL, without callbacks. The source's
    # keys are wrapped for an identity that the target does not have. So the target would look like a participant
    # without being able to read, and could not enable encrypted messages with somebody else's card.
    def self.merged(source, target)
      Identity.delete(source)
      Identity.delete_foreign(target)
      half_memberships(target).each { |row| end_membership(row, target) }
    end

    # @raise [Discourse::InvalidAccess] with the reason, if the member has written encrypted messages
    def self.ensure_mergeable!(source)
      posts = Post.with_deleted.where(user_id: source.id)
      return if !EncryptedPost.exists?(post_id: posts.select(:id))
      raise Refusal.access(:author_not_mergeable)
    end

    # @return [Array<TopicAllowedUser>] memberships in encrypted messages that the member has no key for
    def self.half_memberships(user)
      TopicAllowedUser
        .where(user_id: user.id, topic_id: Conversation.select(:topic_id))
        .where("NOT EXISTS (#{ConversationKey::OF_MEMBER})")
        .to_a
    end
    private_class_method :half_memberships

    # Removes the member as core does it, so that the small action post tells the others who no longer takes part.
    def self.end_membership(row, user)
      row.topic ? row.topic.remove_allowed_user(Discourse.system_user, user) : row.destroy
    end
    private_class_method :end_membership
  end
end
