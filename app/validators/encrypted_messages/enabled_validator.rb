# frozen_string_literal: true

module EncryptedMessages
  # Refuses to switch the plugin off while `encrypted_messages_force` is on, which would lift that rule without saying
  # so.
  class EnabledValidator
    def initialize(opts = {})
      @opts = opts
    end

    def valid_value?(value)
      value == "t" || !SiteSetting.encrypted_messages_force
    end

    def error_message
      I18n.t("site_settings.errors.encrypted_messages_forced")
    end
  end
end
