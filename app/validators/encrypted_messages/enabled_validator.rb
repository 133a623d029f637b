# frozen_string_literal: true

module EncryptedMessages
  # Switching the plugin off would lift `encrypted_messages_force` without a word (R13).
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
