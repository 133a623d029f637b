# frozen_string_literal: true

# Turns notifications into mails, as far as the member wants them.
class NotificationEmailer
  def self.enable
    @disabled = false
  end

  def self.disable
    @disabled = true
  end

  def self.process_notification(notification)
    return if @disabled
    type = EMAIL_TYPES[Notification.types[notification.notification_type]] or return
    return if !wanted?(notification.user, type)

    Jobs.enqueue(
      :user_email,
      type: type,
      user_id: notification.user_id,
      notification_id: notification.id,
    )
  end

  EMAIL_TYPES = {
    private_message: :user_private_message,
    invited_to_private_message: :user_invited_to_private_message,
    mentioned: :user_mentioned,
    quoted: :user_quoted,
    replied: :user_replied,
    posted: :user_posted,
  }.freeze

  def self.wanted?(user, type)
    return false if !user&.active? || user.staged?
    option = user.user_option
    level = type.to_s.include?("private_message") ? option.email_messages_level : option.email_level
    types = UserOption.email_level_types
    return false if level == types[:never]
    level == types[:always] || user.last_seen_at.nil? || user.last_seen_at < 10.minutes.ago
  end
  private_class_method :wanted?
end
