# frozen_string_literal: true

# The counts of a member's notifications; part of User in core.
module UserNotificationsState
  def unread_notifications
    unseen_notifications.where(high_priority: false).count
  end

  def all_unread_notifications_count
    unseen_notifications.count
  end

  def unread_high_priority_notifications
    notifications.unread.where(high_priority: true).count
  end

  def new_personal_messages_notifications_count
    unseen_notifications.where(notification_type: Notification.types[:private_message]).count
  end

  # @return [Hash{Integer => Integer}] type of notification → how many are unread
  def grouped_unread_notifications
    notifications.unread.group(:notification_type).count
  end

  # Tells the member's open pages about new or read notifications.
  def publish_notifications_state
    payload = {
      unread_notifications: unread_notifications,
      all_unread_notifications_count: all_unread_notifications_count,
      unread_high_priority_notifications: unread_high_priority_notifications,
      grouped_unread_notifications: grouped_unread_notifications,
      new_personal_messages_notifications_count: new_personal_messages_notifications_count,
      read_first_notification: true,
      recent:
        notifications.recent_report.map { |notification| [notification.id, notification.read] },
      seen_notification_id: seen_notification_id,
    }
    last = notifications.order(:id).last
    payload[:last_notification] = NotificationSerializer.new(last).as_json if last
    MessageBus.publish("/notification/#{id}", payload, user_ids: [id])
  end

  private

  def unseen_notifications
    notifications.unread.where("notifications.id > ?", seen_notification_id)
  end
end
