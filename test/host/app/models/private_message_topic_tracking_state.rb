# frozen_string_literal: true

# Live counts for the inbox.
class PrivateMessageTopicTrackingState
  CHANNEL_PREFIX = "/private-message-topic-tracking-state"

  def self.publish_new(topic)
    publish(topic, "new_topic", last_read_post_number: nil)
  end

  def self.publish_unread(post)
    publish(post.topic, "unread", last_read_post_number: post.post_number - 1)
  end

  def self.publish(topic, message_type, payload)
    topic
      .allowed_users
      .pluck(:id)
      .each do |user_id|
        message = {
          topic_id: topic.id,
          message_type: message_type,
          payload: payload.merge(highest_post_number: topic.highest_post_number, group_ids: []),
        }
        MessageBus.publish("#{CHANNEL_PREFIX}/user/#{user_id}", message, user_ids: [user_id])
      end
  end
  private_class_method :publish
end
