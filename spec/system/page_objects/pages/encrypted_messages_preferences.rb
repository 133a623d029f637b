# frozen_string_literal: true

module PageObjects
  module Pages
    # Preferences → Security: enabling encrypted messaging, and its state on this device.
    class EncryptedMessagesPreferences < PageObjects::Pages::Base
      AREA = ".encrypted-messages-preferences"

      def visit(user)
        page.visit("/u/#{user.username}/preferences/security")
        self
      end

      def enable(secret, confirmation: secret)
        open_modal.submit(secret, confirmation)
        self
      end

      def open_modal
        find("#{AREA} .encrypted-messages-enable").click
        PageObjects::Modals::EncryptedMessagesEnable.new
      end

      # Making keys takes its time.
      def has_enabled_status?
        has_css?(
          "#{AREA} .encrypted-messages-status",
          text: I18n.t("js.encrypted_messages.preferences.enabled"),
          wait: 60,
        )
      end

      def has_no_enable_button?
        has_no_css?("#{AREA} .encrypted-messages-enable")
      end

      def absent?
        has_no_css?(AREA)
      end
    end
  end
end
