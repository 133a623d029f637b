# frozen_string_literal: true

class PostTiming < ActiveRecord::Base
  self.primary_key = %i[topic_id post_number user_id]

  # @param timings [Array<[post_number, milliseconds]>]
  def self.process_timings(user, topic_id, topic_time, timings)
    timings.each do |post_number, msecs|
      DB.exec(<<~SQL, topic_id:, user_id: user.id, post_number:, msecs:)
        INSERT INTO post_timings (topic_id, user_id, post_number, msecs)
        VALUES (:topic_id, :user_id, :post_number, :msecs)
        ON CONFLICT (topic_id, post_number, user_id) DO UPDATE SET msecs = post_timings.msecs + :msecs
      SQL
      Notification.mark_posts_read(user, topic_id, [post_number])
    end
    highest = timings.map(&:first).max
    TopicUser.update_last_read(user, topic_id, highest, topic_time) if highest
    user.publish_notifications_state
  end
end
