# frozen_string_literal: true

module EncryptedMessages
  # The gates before every endpoint of the plugin.
  class BaseController < ::ApplicationController
    # As core's setting of that name can be at most.
    MAX_USERNAME_LENGTH = 60

    requires_plugin PLUGIN_NAME

    # Not `requires_login`: subclasses do not inherit that one.
    before_action :ensure_logged_in
    before_action :ensure_allowed
    before_action { SecureContext.ensure!(request) }

    private

    # @raise [Discourse::InvalidAccess] answered with 403 and the reason
    def ensure_allowed
      return if guardian.can_use_encrypted_messages?
      raise Refusal.access(:not_allowed)
    end

    # An administrator's key acts as any member, and one that a member gave to an application would hand
    # their wrapped private keys to it. A member's own device has a login of theirs.
    def ensure_own_login
      raise Discourse::InvalidAccess if is_api? || is_user_api?
      OwnLogin.ensure!(request, current_user)
    end

    # @param max [Integer] per `seconds` and member
    def limit_rate(key, max, seconds)
      RateLimiter.new(current_user, "encrypted-messages-#{key}", max, seconds).performed!
    end

    # Whether somebody could be looked up by it.
    def username?(name)
      name.is_a?(String) && name.present? && name.length <= MAX_USERNAME_LENGTH &&
        name.exclude?("\0")
    end
  end
end
