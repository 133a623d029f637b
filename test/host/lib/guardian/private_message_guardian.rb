# frozen_string_literal: true

# Who may write to whom, and who may add members; in core part of Guardian itself and of GroupGuardian.
module PrivateMessageGuardian
  def can_send_private_messages?(notify_moderators: false)
    return false if !authenticated?
    @user.bot? || notify_moderators ||
      @user.in_any_groups?(SiteSetting.personal_message_enabled_groups_map)
  end

  def can_send_private_message?(target, notify_moderators: false)
    return false if !target.is_a?(User) && !target.is_a?(Group)
    allowed =
      DiscoursePluginRegistry.apply_modifier(
        :guardian_can_send_private_message,
        target:,
        user: @user,
      )
    return false if !allowed
    if target.is_a?(Group)
      return(
        @user.is_system_user? || notify_moderators || Group.messageable(user).exists?(id: target.id)
      )
    end

    can_send_private_messages?(notify_moderators:) &&
      (is_staff? || target.user_option.allow_private_messages) &&
      (is_staff? || !target.suspended?) && (!is_silenced? || target.staff?)
  end

  def can_invite_to?(object, groups = nil)
    return false if !authenticated? || !object.is_a?(Topic) || !can_see?(object) || groups.present?
    return true if !object.private_message? || is_admin?
    return false if !@user.in_any_groups?(SiteSetting.personal_message_enabled_groups_map)

    is_staff? || !object.reached_recipients_limit?
  end

  def can_invite_via_email?(object)
    can_invite_to?(object) && is_staff?
  end

  def can_invite_group_to_private_message?(group, topic)
    can_see_topic?(topic) && can_send_private_message?(group)
  end

  def can_remove_allowed_users?(topic, target_user = nil)
    return true if is_staff? || (topic.user == @user && @user.has_trust_level?(TrustLevel[2]))
    topic.allowed_users.count > 1 && topic.user != target_user && is_me?(target_user)
  end
end
