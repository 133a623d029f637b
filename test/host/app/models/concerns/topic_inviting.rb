# frozen_string_literal: true

# Who is added to a message and taken from it later on; part of Topic in core.
module TopicInviting
  # @return [Boolean] whether somebody was invited
  # @raise Topic::UserExists, Topic::NotAllowed with a text for the member
  def invite(invited_by, username_or_email, _group_ids = nil, _custom_message = nil)
    target_user = User.find_by_username_or_email(username_or_email)
    return false if !target_user

    if topic_allowed_users.exists?(user_id: target_user.id)
      raise Topic::UserExists, I18n.t("topic_invite.user_exists")
    end
    screener = UserCommScreener.new(acting_user: invited_by, target_user_ids: target_user.id)
    if screener.ignoring_or_muting_actor?(target_user.id)
      raise Topic::NotAllowed, I18n.t("not_accepting_pms", username: target_user.username)
    end
    raise Topic::NotAllowed, I18n.t("topic_invite.muted_topic") if muted_by?(target_user)
    if screener.disallowing_pms_from_actor?(target_user.id)
      raise Topic::NotAllowed, I18n.t("topic_invite.receiver_does_not_allow_pm")
    end
    raise Topic::NotAllowed, I18n.t("invalid_access") if !private_message?

    !!invite_to_private_message(invited_by, target_user)
  end

  def reached_recipients_limit?
    return false if !private_message?
    topic_allowed_users.count + topic_allowed_groups.count >=
      SiteSetting.max_allowed_message_recipients
  end

  # The group's members read along; they need no row of their own, so those who had one lose it.
  def invite_group(user, group, should_notify: true)
    TopicAllowedGroup.create!(topic_id: id, group_id: group.id)
    allowed_groups.reload
    last_post = posts.order(post_number: :desc).where(hidden: false).first
    if last_post
      add_small_action(user, "invited_group", group.name)
      Jobs.enqueue(:post_alert, post_id: last_post.id) if should_notify
    end

    group_user_ids = group.group_users.pluck(:user_id) - [user_id]
    allowed_users
      .where(id: group_user_ids)
      .each { |member| remove_allowed_user(Discourse.system_user, member) }
    true
  end

  def remove_allowed_user(removed_by, username)
    user = username.is_a?(User) ? username : User.find_by_username(username)
    row = user && topic_allowed_users.find_by(user_id: user.id)
    return false if !row

    action = user.id == removed_by&.id ? "user_left" : "removed_user"
    add_small_action(removed_by, action, user.username)
    row.destroy
    MessageBus.publish("/topic/#{id}", { type: "remove_allowed_user" }, user_ids: [user.id])
    true
  end

  def remove_allowed_group(removed_by, name)
    group = Group.find_by(name: name)
    row = group && topic_allowed_groups.find_by(group_id: group.id)
    return false if !row

    row.destroy
    allowed_groups.reload
    add_small_action(removed_by, "removed_group", group.name)
    true
  end

  private

  def invite_to_private_message(invited_by, target_user)
    if !Guardian.new(invited_by).can_send_private_message?(target_user)
      raise Topic::UserExists, I18n.t("topic_invite.cant_send_pm")
    end
    rate_limit_topic_invitation(invited_by)

    Topic.transaction do
      topic_allowed_users.create!(user_id: target_user.id)
      add_small_action(invited_by, "invited_user", target_user.username)
      create_invite_notification!(target_user, invited_by)
    end
  end

  def muted_by?(user)
    muted = TopicUser.notification_levels[:muted]
    TopicUser.exists?(topic_id: id, user_id: user.id, notification_level: muted)
  end

  def rate_limit_topic_invitation(invited_by)
    [
      ["day", SiteSetting.max_topic_invitations_per_day, 1.day],
      ["minute", SiteSetting.max_topic_invitations_per_minute, 1.minute],
    ].each do |name, max, seconds|
      RateLimiter.new(invited_by, "topic-invitations-per-#{name}", max, seconds).performed!
    end
  end

  def create_invite_notification!(target_user, invited_by)
    target_user.notifications.create!(
      notification_type: Notification.types[:invited_to_private_message],
      topic_id: id,
      post_number: 1,
      data: {
        topic_title: title,
        display_username: invited_by.username,
        original_user_id: user.id,
        original_username: user.username,
      }.to_json,
    )
  end
end
