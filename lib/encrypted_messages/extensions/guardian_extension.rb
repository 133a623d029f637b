# frozen_string_literal: true

module EncryptedMessages
  module GuardianExtension
    def can_use_encrypted_messages?
      SiteSetting.encrypted_messages_enabled && authenticated? &&
        @user.in_any_groups?(SiteSetting.encrypted_messages_allowed_groups_map)
    end

    # Only who has a key can pass it on.
    def can_invite_to?(object, groups = nil)
      return super if !object.is_a?(Topic) || !encrypted_topic?(object)
      can_use_encrypted_messages? && object.encrypted_conversation.participant?(@user.id) && super
    end

    # A group's members come and go without anybody wrapping a key for them.
    def can_invite_group_to_private_message?(group, topic)
      super && !encrypted_topic?(topic)
    end

    # In place of core's refusal, which gives no reason; but not to strangers.
    def ensure_can_invite_group_to_private_message!(group, topic)
      return super if !encrypted_topic?(topic) || !can_see?(topic)
      raise Refusal.access(:members_only)
    end

    # Who follows a link in a mail has no key.
    def can_invite_via_email?(object)
      super && !(object.is_a?(Topic) && encrypted_topic?(object))
    end

    # Elsewhere a ciphertext cannot be read.
    def can_move_posts?(topic)
      super && !encrypted_topic?(topic)
    end

    def can_convert_topic?(topic)
      super && !encrypted_topic?(topic)
    end

    # Core merges in the background, where nobody would see a refusal.
    def ensure_can_merge_users!(source_user, target_user)
      super
      Accounts.ensure_mergeable!(source_user)
    end

    # Each post has one author, who signed it. To staff nothing is offered that would be refused.
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

    # Core would open a composer for the text in another language, beside its ciphertext, and keep what
    # is written in the clear. Both take a record or its id.
    def can_localize_post?(post)
      return false if !super
      post = Post.find_by(id: post) if !post.is_a?(Post)
      !encrypted_topic?(post&.topic)
    end

    def can_localize_topic?(topic)
      super && !encrypted_topic?(topic.is_a?(Topic) ? topic : Topic.find_by(id: topic))
    end

    # Words of staff above a post would stand in the clear inside the conversation.
    def can_edit_staff_notes?(topic)
      super && !encrypted_topic?(topic)
    end

    private

    # For all others nothing is asked of the database: staff are shown lists of them.
    def encrypted_topic?(topic)
      !!topic&.private_message? && topic.encrypted_conversation.present?
    end
  end
end
