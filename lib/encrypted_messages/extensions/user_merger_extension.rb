# frozen_string_literal: true

module EncryptedMessages
  # One account becomes part of another (R18, R25). Whoever wrote an encrypted message has signed it,
  # so under another name it would no longer verify and be lost to everybody. `Accounts.merged` sees to
  # what who only read leaves behind.
  module UserMergerExtension
    # @raise [Discourse::InvalidAccess] before anything is changed
    def merge!
      Accounts.ensure_mergeable!(@source_user)
      # Their cards are gone before the account is. They may have invited others without writing.
      GoneGranter.keep(@source_user)

      # Core gives them to the target, who cannot open them.
      drafts = Losses.new(@source_user).drafts.ids
      super.tap { Draft.where(id: drafts).delete_all }
    end

    protected

    # What is left to be given: small action posts ("joan has left"), which nobody signs.
    def change_post_owner(topic_id, post_ids)
      return super if !Conversation.exists?(topic_id:)
      Post.with_deleted.where(id: post_ids).update_all(user_id: @target_user.id)
    end
  end
end
