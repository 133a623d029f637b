# frozen_string_literal: true

class Notification < ActiveRecord::Base
  belongs_to :user
  belongs_to :topic

  scope :unread, -> { where(read: false) }
  scope :recent_report, -> { order(high_priority: :desc, read: :asc, created_at: :desc).limit(30) }

  before_create { self.high_priority = self.class.high_priority_types.include?(notification_type) }
  after_create_commit { NotificationEmailer.process_notification(self) }
  after_commit { user.publish_notifications_state if user && !destroyed? }

  def self.types
    @types ||=
      Enum.new(
        mentioned: 1,
        replied: 2,
        quoted: 3,
        edited: 4,
        liked: 5,
        private_message: 6,
        invited_to_private_message: 7,
        posted: 9,
        custom: 14,
        group_mentioned: 15,
        group_message_summary: 16,
        bookmark_reminder: 24,
      )
  end

  def self.high_priority_types
    @high_priority_types ||= [types[:private_message], types[:bookmark_reminder]]
  end

  def self.mark_posts_read(user, topic_id, post_numbers)
    where(user_id: user.id, topic_id: topic_id, post_number: post_numbers, read: false).update_all(
      read: true,
    )
  end

  def self.read(user, notification_ids)
    where(id: notification_ids, user_id: user.id, read: false).update_all(read: true)
  end

  attr_accessor :acting_user

  # One query for the avatars of a list.
  def self.populate_acting_user(notifications)
    names = notifications.map { |each| each.data_hash[:display_username].to_s.downcase }
    users = User.where(username_lower: names.uniq).index_by(&:username_lower)
    notifications.zip(names) { |each, name| each.acting_user = users[name] }
    notifications
  end

  # Members do not hear of topics that they may no longer see.
  def self.filter_inaccessible_topic_notifications(guardian, notifications)
    notifications.select { |each| each.topic_id.blank? || guardian.can_see?(each.topic) }
  end

  def data_hash
    @data_hash ||= JSON.parse(data).with_indifferent_access
  end
end
