# frozen_string_literal: true

# What plugins listen to with `on(:event)`. Handlers run in the caller's transaction and their errors reach the caller.
class DiscourseEvent
  def self.events
    @events ||= Hash.new { |hash, name| hash[name] = Set.new }
  end

  def self.trigger(event_name, *args, **kwargs)
    events[event_name].each { |handler| handler.call(*args, **kwargs) }
  end

  def self.on(event_name, &block)
    events[event_name] << block
  end

  def self.off(event_name, &block)
    raise ArgumentError, "DiscourseEvent.off needs the block" if block.nil?
    events[event_name].delete(block)
  end
end
