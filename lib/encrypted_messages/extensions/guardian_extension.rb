# frozen_string_literal: true

module EncryptedMessages
  module GuardianExtension
    def can_use_encrypted_messages?
      SiteSetting.encrypted_messages_enabled && authenticated? &&
        @user.in_any_groups?(SiteSetting.encrypted_messages_allowed_groups_map)
    end

    # Only members who have a key can pass it on.
    def can_invite_to?(object, groups = nil)
      return super if !object.is_a?(Topic) || !encrypted_topic?(object)
      can_use_encrypted_messages? && object.encrypted_conversation.keys_for(@user).any? && super
    end

    # A group's members change without anybody wrapping a key for them.
    def can_invite_group_to_private_message?(group, topic)
      super && !encrypted_topic?(topic)
    end

    # Core's refusal gives no reason; this one does, but not to strangers.
    def ensure_can_invite_group_to_private_message!(group, topic)
      return super if !encrypted_topic?(topic) || !can_see?(topic)
      raise Refusal.access(:members_only)
    end

    # Somebody who follows a link in a mail has no key.
    def can_invite_via_email?(object)
      super && !(object.is_a?(Topic) && encrypted_topic?(object))
    end

    # In another topic the ciphertext could not be decrypted.
    def can_move_posts?(topic)
      super && !encrypted_topic?(topic)
    end

    def can_convert_topic?(topic)
      super && !encrypted_topic?(topic)
    end

    # Core merges in the background, where nobody would see a refusal, so this refuses before that.
    def ensure_can_merge_users!(source_user, target_user)
      super
      Accounts.ensure_mergeable!(source_user)
    end

    # Only the author of a post can sign it. So staff are not offered an edit that would be refused.
    def can_edit_post?(post)
      super && (is_my_own?(post) || !encrypted_topic?(post.topic))
    end

    def can_wiki?(post)
      super && !encrypted_topic?(post.topic)
    end

    # The new topic would begin with a link whose text is the title.
    def can_reply_as_new_topic?(topic)
      super && !encrypted_topic?(topic)
    end

    # For a translation, core would open a composer beside the ciphertext and store what is written in the clear. Both
    # methods take a record or its id.
    def can_localize_post?(post)
      return false if !super
      post = Post.find_by(id: post) if !post.is_a?(Post)
      !encrypted_topic?(post&.topic)
    end

    def can_localize_topic?(topic)
      super && !encrypted_topic?(topic.is_a?(Topic) ? topic : Topic.find_by(id: topic))
    end

    # Staff notes above a post would be plain text inside the conversation.
    def can_edit_staff_notes?(topic)
      super && !encrypted_topic?(topic)
    end

    private

    # Other topics cost no query, since staff are shown lists of them.
    def encrypted_topic?(topic)
      !!topic&.private_message? && topic.encrypted_conversation.present?
    end
  end
end
