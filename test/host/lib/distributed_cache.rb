# frozen_string_literal: true

require "message_bus/distributed_cache"

# Core's cache in the memory of each process, one for each site, kept in step over message_bus.
class DistributedCache < MessageBus::DistributedCache
  # Core sets the value when the request is answered.
  def defer_get_set(key)
    return self[key] if hash.key?(key)
    self[key] = yield
  end

  def clear
    DB.after_commit { super }
  end
end
