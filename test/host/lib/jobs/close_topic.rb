# frozen_string_literal: true

module Jobs
  class CloseTopic < ::Jobs::TopicTimerBase
    def execute_timer_action(topic_timer, topic)
      return topic_timer.destroy! if topic.closed?
      return topic_timer.destroy! if !Guardian.new(topic_timer.user).can_close_topic?(topic)

      topic.update_status("autoclosed", true, topic_timer.user, { silent: @args[:silent] })
      MessageBus.publish("/topic/#{topic.id}", { reload_topic: true })
    end
  end
end
