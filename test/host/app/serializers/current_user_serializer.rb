# frozen_string_literal: true

class CurrentUserSerializer < BasicUserSerializer
  attributes :unread_notifications, :all_unread_notifications_count
  attributes :unread_high_priority_notifications, :grouped_unread_notifications
  attributes :new_personal_messages_notifications_count, :seen_notification_id
  attributes :notification_channel_position, :admin?, :moderator?, :staff?, :title, :trust_level
  attributes :can_send_private_messages, :can_create_topic, :can_edit, :draft_count
  attributes :has_topic_draft, :groups, :user_option, :locale
  attributes :ignored_users

  def can_send_private_messages
    scope.can_send_private_messages?
  end

  def can_create_topic
    scope.can_create_topic?
  end

  def can_edit
    true
  end

  def draft_count
    object.user_stat.draft_count
  end

  def has_topic_draft
    Draft.exists?(user_id: object.id, draft_key: Draft::NEW_TOPIC)
  end

  def groups
    object.groups.map { |group| { id: group.id, name: group.name, has_messages: false } }
  end

  def user_option
    object.user_option.attributes.except("user_id")
  end

  def ignored_users
    IgnoredUser.where(user_id: object.id).joins(:ignored_user).pluck(:username)
  end

  def notification_channel_position
    MessageBus.last_id("/notification/#{object.id}")
  end
end
