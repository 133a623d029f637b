# frozen_string_literal: true

# What core's `Discourse.redis.get/setex/del` do, in a table. A row is gone once it has expired.
module HostKeys
  def self.get(key)
    DB.query_single(
      "SELECT value FROM host_keys WHERE key = ? AND expires_at > ?",
      key,
      Time.zone.now,
    ).first
  end

  # @param seconds [Integer] time to live
  def self.setex(key, seconds, value)
    DB.exec(<<~SQL, key: key, value: value.to_s, expires_at: seconds.seconds.from_now)
      INSERT INTO host_keys (key, value, expires_at) VALUES (:key, :value, :expires_at)
      ON CONFLICT (key) DO UPDATE SET value = :value, expires_at = :expires_at
    SQL
  end
end
