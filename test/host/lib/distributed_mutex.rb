# frozen_string_literal: true

# Core's lock over Redis; the host has one process, so a lock per name in its memory is enough. As in core
# nobody gets it twice: where core would wait for ever, this raises.
class DistributedMutex
  GUARD = Mutex.new

  def self.synchronize(key, validity: 60, max_get_lock_attempts: nil, &block)
    mutex =
      GUARD.synchronize { (@mutexes ||= Hash.new { |hash, name| hash[name] = Mutex.new })[key] }
    mutex.synchronize(&block)
  end
end
