# frozen_string_literal: true

# At most `max` times in `secs` seconds for one user and type. Staff are exempt, and specs until `RateLimiter.enable`.
class RateLimiter
  GUARD = Mutex.new

  attr_reader :max, :secs, :user

  class << self
    def disable
      @disabled = true
    end

    def enable
      @disabled = false
    end

    def disabled?
      @disabled
    end

    def clear_all!
      GUARD.synchronize { events.clear }
    end

    # Times of the events of each key, newest first; core keeps them in Redis.
    def events
      @events ||= Hash.new { |hash, key| hash[key] = [] }
    end
  end

  def initialize(user, type, max, secs)
    @user = user
    @type = type
    @max = max
    @secs = secs.to_i
  end

  def can_perform?
    unlimited? || under_limit?
  end

  # Counts one event.
  # @raise RateLimiter::LimitExceeded unless `raise_error: false`, which returns false instead
  def performed!(raise_error: true)
    return true if unlimited?

    allowed = GUARD.synchronize { under_limit? && record }
    raise LimitExceeded.new(seconds_to_wait, @type) if !allowed && raise_error
    !!allowed
  end

  def rollback!
    GUARD.synchronize { events.shift } if !self.class.disabled?
  end

  def seconds_to_wait
    secs - (now - events.last.to_i)
  end

  private

  def unlimited?
    self.class.disabled? || !!user&.staff?
  end

  def under_limit?
    max.to_i > 0 && (events.size < max || now - events.last >= secs)
  end

  def record
    events.unshift(now)
    events.slice!(max..)
    true
  end

  def events
    self.class.events["#{user&.id}:#{@type}"]
  end

  def now
    Time.now.to_i
  end
end
