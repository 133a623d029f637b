# frozen_string_literal: true

module EncryptedMessages
  # One account is merged into another. Encrypted messages are signed by their author, so under another account nobody
  # could verify or read them. `Accounts.merged` cleans up after members who have only read.
  module UserMergerExtension
    # @raise [Discourse::InvalidAccess] before anything is changed
    def merge!
      Accounts.ensure_mergeable!(@source_user)
      # The member may have invited others without writing. Their cards are deleted before the account is, so they are
      # kept here.
      GoneMember.keep(@source_user)

      # Core gives the drafts to the target, who cannot open them.
      drafts = OwnDrafts.new(@source_user).relation.ids
      super.tap { Draft.where(id: drafts).delete_all }
    end

    protected

    # Only small action posts ("joan has left") are left to be given, and nobody signs those.
    def change_post_owner(topic_id, post_ids)
      return super if !Conversation.exists?(topic_id:)
      Post.with_deleted.where(id: post_ids).update_all(user_id: @target_user.id)
    end
  end
end
