# frozen_string_literal: true

# How much a member wants to hear of a topic.
class TopicNotifier
  def initialize(topic)
    @topic = topic
  end

  NotificationLevels.topic_levels.each do |name, level|
    method = { muted: :mute!, regular: :regular!, tracking: :track!, watching: :watch! }[name]
    define_method(method) do |user_id|
      TopicUser.change(user_id, @topic.id, notification_level: level)
    end
  end

  alias_method :watch_topic!, :watch!
end
