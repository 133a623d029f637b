# frozen_string_literal: true

module TopicGuardian
  # Administrators see every message, moderators only their own.
  def can_see_topic?(topic, hide_deleted = true)
    return false if !topic
    return true if is_admin?
    return false if hide_deleted && topic.deleted_at && !is_staff?
    return true if !topic.private_message?

    authenticated? && topic.all_allowed_users.where(id: @user.id).exists?
  end

  # The same of many, in one question.
  def can_see_topic_ids(topic_ids: [], hide_deleted: true)
    return topic_ids.compact if is_admin?
    return [] if topic_ids.compact.empty?

    scope = Topic.unscoped.where(id: topic_ids.compact)
    scope = scope.where(deleted_at: nil) if hide_deleted && !is_staff?
    seen = scope.listable_topics
    seen = seen.or(scope.private_messages_for_user(@user)) if authenticated?
    seen.pluck(:id)
  end

  def can_create_topic?(_parent = nil)
    authenticated? && !is_silenced?
  end

  def can_create_post_on_topic?(topic)
    return false if topic.blank? || topic.trashed?
    return true if is_admin?

    trusted = is_moderator? || @user.has_trust_level?(TrustLevel[4])
    (!(topic.closed? || topic.archived?) || trusted) && can_create_post?(topic)
  end

  def can_edit_topic?(topic)
    return false if !can_see_topic?(topic)
    return true if is_admin? || is_moderator?
    is_my_own?(topic) && !topic.archived? && !topic.closed?
  end

  def can_delete_topic?(topic)
    return false if topic.trashed?
    is_staff? || (is_my_own?(topic) && topic.posts_count <= 1)
  end

  def can_recover_topic?(_topic)
    is_staff?
  end

  def can_moderate?(_topic)
    authenticated? && is_staff?
  end
  alias_method :can_moderate_topic?, :can_moderate?
  alias_method :can_close_topic?, :can_moderate?
  alias_method :can_archive_topic?, :can_moderate?
  alias_method :can_split_merge_topic?, :can_moderate?
  alias_method :can_edit_staff_notes?, :can_moderate?

  def can_move_posts?(topic)
    return false if is_silenced?
    can_moderate?(topic)
  end

  def can_convert_topic?(topic)
    return false if topic.blank? || topic.trashed?
    is_staff?
  end

  def can_banner_topic?(topic)
    topic && authenticated? && !topic.private_message? && is_staff?
  end

  def can_publish_topic?(topic, _category)
    is_staff? && can_see?(topic)
  end

  def can_set_topic_timer?(topic)
    is_staff? && can_see?(topic)
  end

  def can_create_topic_on_category?(category)
    authenticated? && category.present? && !category.read_restricted
  end

  def can_publish_page?(topic)
    return false if !SiteSetting.enable_page_publishing? || topic.blank?
    is_staff? && !topic.private_message? && can_see?(topic)
  end

  def can_create_whisper?
    @user.whisperer?
  end

  def can_reply_as_new_topic?(topic)
    authenticated? && topic && @user.has_trust_level?(TrustLevel[1])
  end
end
