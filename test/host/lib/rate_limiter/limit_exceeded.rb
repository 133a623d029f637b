# frozen_string_literal: true

class RateLimiter
  class LimitExceeded < StandardError
    attr_reader :type, :available_in

    # @param available_in [Integer] seconds until the next try may succeed
    def initialize(available_in, type = nil)
      super("rate limit exceeded: #{type}")
      @available_in = available_in
      @type = type
    end

    def time_left
      I18n.t("rate_limiter.seconds", count: available_in)
    end

    def description
      key = "rate_limiter.by_type.#{type.to_s.tr("-", "_")}"
      I18n.t(key, time_left: time_left, default: "").presence ||
        I18n.t("rate_limiter.too_many_requests", time_left: time_left)
    end
  end
end
