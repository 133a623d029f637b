# frozen_string_literal: true

module EncryptedMessages
  # With `encrypted_messages_force`, a site where nobody can encrypt would have no personal messages
  # left (R13, R14).
  class ForceValidator
    def initialize(opts = {})
      @opts = opts
    end

    def valid_value?(value)
      @reason =
        if value == "f"
          nil
        elsif !SiteSetting.encrypted_messages_enabled
          "encrypted_messages_not_enabled"
        elsif !SecureContext.site_secure?
          "encrypted_messages_insecure"
        end
      @reason.nil?
    end

    def error_message
      I18n.t("site_settings.errors.#{@reason}")
    end
  end
end
