# frozen_string_literal: true

module PostGuardian
  def can_create_post?(topic)
    return is_staff? if topic.nil? && is_silenced?
    return false if is_silenced? && topic && !topic.private_message?
    authenticated? && (topic.nil? || can_see_topic?(topic))
  end

  def can_see_post?(post)
    return false if post.blank?
    return true if is_admin?
    return false if post.trashed? && !is_staff? && !is_my_own?(post)
    topic = post.topic || Topic.with_deleted.find_by(id: post.topic_id)
    can_see_topic?(topic) && Topic.visible_post_types(user).include?(post.post_type)
  end

  def can_edit_post?(post)
    return true if is_admin?
    return false if post.locked? && !is_staff?
    return can_create_post?(post.topic) if is_moderator?
    if !can_see_post?(post) || post.topic&.archived? || post.user_deleted || post.trashed?
      return false
    end

    is_my_own?(post) && !is_silenced? && !edit_time_limit_expired?(post)
  end

  def can_delete_post?(post)
    return false if !can_see_post?(post) || post.is_first_post?
    is_staff? || (is_my_own?(post) && !post.topic&.archived? && !post.user_deleted)
  end

  # @param opts taken_actions: what the member has done to the post already
  def post_can_act?(post, action_key, opts: {})
    return false if !authenticated? || !can_see_post?(post)
    taken = opts[:taken_actions].try(:keys).to_a
    types = PostActionType.types
    if PostActionType.is_flag?(action_key)
      return false if @user.silenced? || post.hidden?
      return false if action_key == :notify_user && post.user.blank?
      return (taken & PostActionType.notify_flag_types.values).none?
    end
    return false if action_key == :like && (post.user.blank? || is_my_own?(post))
    taken.exclude?(types[action_key]) && !post.topic&.archived? && !post.trashed?
  end

  def can_recover_post?(post)
    return false if !post
    is_staff? || (is_my_own?(post) && post.user_deleted && !post.trashed?)
  end

  def can_view_edit_history?(post)
    can_see_post?(post) &&
      (SiteSetting.edit_history_visible_to_public || is_staff? || is_my_own?(post))
  end

  def can_wiki?(post)
    authenticated? && (is_staff? || @user.has_trust_level?(TrustLevel[4])) && can_see_post?(post)
  end

  def can_change_post_type?
    is_staff?
  end

  def can_lock_post?(post)
    can_see_post?(post) && is_staff?
  end

  def can_change_post_owner?
    is_admin?
  end

  # @return [Boolean] whether the author's time to edit is over (minutes, by trust level)
  def edit_time_limit_expired?(post)
    trusted = @user.has_trust_level?(TrustLevel[2])
    minutes = trusted ? SiteSetting.tl2_post_edit_time_limit : SiteSetting.post_edit_time_limit
    minutes > 0 && post.created_at < minutes.minutes.ago
  end
end
