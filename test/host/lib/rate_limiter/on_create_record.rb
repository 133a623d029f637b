# frozen_string_literal: true

class RateLimiter
  # Limits how often a user creates a model, by the setting `rate_limit_create_<model>` (seconds between two).
  module OnCreateRecord
    extend ActiveSupport::Concern

    def disable_rate_limits!
      @rate_limits_disabled = true
    end

    class_methods do
      # @param limiter_method [Symbol] answers with a RateLimiter, or with nil where there is no limit
      def rate_limit(limiter_method = :default_rate_limiter)
        after_create { public_send(limiter_method)&.performed! if !@rate_limits_disabled }
        after_rollback { public_send(limiter_method)&.rollback! if !@rate_limits_disabled }
      end
    end

    def default_rate_limiter
      key = "create_#{self.class.name.underscore}"
      RateLimiter.new(user, key, 1, SiteSetting.get("rate_limit_#{key}"))
    end
  end
end
