# frozen_string_literal: true

# Core's lock over Redis; the host has one process, so a lock per name in its memory is enough.
class DistributedMutex
  GUARD = Mutex.new

  def self.synchronize(key, validity: 60, max_get_lock_attempts: nil, &block)
    mutex =
      GUARD.synchronize { (@mutexes ||= Hash.new { |hash, name| hash[name] = Monitor.new })[key] }
    mutex.synchronize(&block)
  end
end
