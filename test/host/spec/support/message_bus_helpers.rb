# frozen_string_literal: true

# `MessageBus.track_publish`, as core adds it for its specs.
module MessageBus
  module TestHelpers
    # @return [Array<MessageBus::Message>] what the block publishes, on one channel or on all
    def track_publish(channel = nil)
      @tracking = messages = []
      yield
      channel ? messages.select { |message| message.channel == channel } : messages
    ensure
      @tracking = nil
    end

    def publish(channel, data, opts = nil)
      id = super
      if @tracking
        message = MessageBus::Message.new(-1, id, channel, data)
        message.user_ids = opts&.[](:user_ids)
        message.group_ids = opts&.[](:group_ids)
        @tracking << message
      end
      id
    end
  end
end

MessageBus.singleton_class.prepend(MessageBus::TestHelpers)
