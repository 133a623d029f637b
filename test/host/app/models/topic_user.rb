# frozen_string_literal: true

class TopicUser < ActiveRecord::Base
  belongs_to :user
  belongs_to :topic

  def self.notification_levels
    @notification_levels ||= Enum.new(muted: 0, regular: 1, tracking: 2, watching: 3)
  end

  # Makes or changes the row that joins a member to a topic; either may be given itself.
  def self.change(user_id, topic_id, attrs)
    topic_id = topic_id.id if topic_id.is_a?(Topic)
    user_id = user_id.id if user_id.is_a?(User)
    row = find_or_initialize_by(user_id: user_id, topic_id: topic_id)
    row.update!(attrs)
    row
  end

  def self.get(topic, user)
    find_by(topic_id: topic.id, user_id: user.id)
  end

  # Whoever reads further than before has read up to there.
  def self.update_last_read(user, topic_id, post_number, msecs)
    row = find_or_initialize_by(user_id: user.id, topic_id: topic_id)
    row.first_visited_at ||= Time.zone.now
    row.last_visited_at = Time.zone.now
    row.last_read_post_number = [row.last_read_post_number.to_i, post_number].max
    row.total_msecs_viewed += msecs
    row.save!
  end
end
