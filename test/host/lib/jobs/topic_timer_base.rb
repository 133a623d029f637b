# frozen_string_literal: true

module Jobs
  class TopicTimerBase < ::Jobs::Base
    # @param args topic_timer_id, silent
    def execute(args)
      @args = args
      timer = TopicTimer.find_by(id: args[:topic_timer_id])
      return if !timer&.runnable?
      return timer.destroy! if timer.topic.blank?

      execute_timer_action(timer, timer.topic)
    end
  end
end
