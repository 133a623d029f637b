# frozen_string_literal: true

class RateLimiter
  # Limits how often a user creates a model, by the setting `rate_limit_create_<model>` (seconds between two).
  module OnCreateRecord
    extend ActiveSupport::Concern

    def disable_rate_limits!
      @rate_limits_disabled = true
    end

    class_methods do
      def rate_limit
        after_create { create_rate_limiter.performed! if !@rate_limits_disabled }
        after_rollback { create_rate_limiter.rollback! if !@rate_limits_disabled }
      end
    end

    private

    def create_rate_limiter
      key = "create_#{self.class.name.underscore}"
      RateLimiter.new(user, key, 1, SiteSetting.get("rate_limit_#{key}"))
    end
  end
end
