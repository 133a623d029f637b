# frozen_string_literal: true

module EncryptedMessages
  # The gates before every endpoint of the plugin.
  class BaseController < ::ApplicationController
    requires_plugin PLUGIN_NAME

    # Not `requires_login`: subclasses do not inherit that one.
    before_action :ensure_logged_in
    before_action :ensure_allowed
    before_action :ensure_secure_context

    private

    def ensure_allowed
      refuse("not_allowed") unless guardian.can_use_encrypted_messages?
    end

    def ensure_secure_context
      refuse("insecure_context") unless SecureContext.secure?(request)
    end

    # @raise [Discourse::InvalidAccess] answered with 403 and the reason
    def refuse(reason)
      raise Discourse::InvalidAccess.new(
              reason,
              nil,
              custom_message: "encrypted_messages.errors.#{reason}",
            )
    end

    # @param max [Integer] per `seconds` and member
    def limit_rate(key, max, seconds)
      RateLimiter.new(current_user, "encrypted-messages-#{key}", max, seconds).performed!
    end
  end
end
