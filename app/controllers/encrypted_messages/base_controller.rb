# frozen_string_literal: true

module EncryptedMessages
  # What every endpoint of the plugin checks first.
  class BaseController < ::ApplicationController
    # The maximum that core's setting of that name can have.
    MAX_USERNAME_LENGTH = 60

    requires_plugin PLUGIN_NAME

    # Core's `requires_login` is not inherited by subclasses.
    before_action :ensure_logged_in
    before_action :ensure_allowed
    before_action { SecureContext.ensure!(request) }

    private

    # @raise [Discourse::InvalidAccess] answered with 403 and the reason
    def ensure_allowed
      return if guardian.can_use_encrypted_messages?
      raise Refusal.access(:not_allowed)
    end

    # An administrator's API key can act as any member, and a member's own would give their wrapped private keys to an
    # application. A member's own device has a login.
    def ensure_own_login
      raise Discourse::InvalidAccess if is_api? || is_user_api?
      OwnLogin.ensure!(request, current_user)
    end

    # @param max [Integer] per `seconds` and member
    def limit_rate(key, max, seconds)
      RateLimiter.new(current_user, "encrypted-messages-#{key}", max, seconds).performed!
    end

    # Another device has written the address book in between, or with it. The client reads that, merges, and tries again.
    def refuse_address_book
      text = I18n.t("encrypted_messages.errors.address_book_changed")
      render_json_error(text, status: 409, type: :address_book_changed)
    end

    # Whether this can be a username.
    def username?(name)
      name.is_a?(String) && name.present? && name.length <= MAX_USERNAME_LENGTH &&
        name.exclude?("\0")
    end
  end
end
