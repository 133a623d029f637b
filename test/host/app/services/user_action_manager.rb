# frozen_string_literal: true

# Records who wrote what to whom, for the pages that list a member's activity.
class UserActionManager
  class << self
    def enable
      @disabled = false
    end

    def disable
      @disabled = true
    end

    # @param topic a new one, with its members
    def topic_created(topic)
      return if @disabled
      return log(UserAction::NEW_TOPIC, topic.user_id, topic) if !topic.private_message?

      log(UserAction::NEW_PRIVATE_MESSAGE, topic.user_id, topic)
      topic
        .all_allowed_users
        .where.not(id: topic.user_id)
        .pluck(:id)
        .each { |user_id| log(UserAction::GOT_PRIVATE_MESSAGE, user_id, topic) }
    end

    # @param post a new one; the first of a topic counts as the topic
    def post_created(post)
      return if @disabled || post.is_first_post? || post.topic.private_message?
      log(UserAction::REPLY, post.user_id, post.topic, post)
    end

    private

    def log(action_type, user_id, topic, post = nil)
      UserAction.create!(
        action_type: action_type,
        user_id: user_id,
        acting_user_id: post&.user_id || topic.user_id,
        target_topic_id: topic.id,
        target_post_id: post&.id || -1,
      )
    end
  end
end
