# frozen_string_literal: true

module EncryptedMessages
  # Refuses `encrypted_messages_force` where nobody can encrypt: the site would have no personal messages left.
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
