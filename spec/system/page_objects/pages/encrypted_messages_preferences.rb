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

      def change_secret(from:, to:)
        find("#{AREA} .encrypted-messages-change-secret").click
        within(".encrypted-messages-change-secret-modal") do
          find("[name=oldSecret]").fill_in(with: from)
          fill_new_secret(to)
        end
        expect(page).to have_css(".fk-d-default-toast", wait: 60)
        self
      end

      # Resetting is apart from the buttons of every day.
      def open_emergency
        find("#{AREA} .encrypted-messages-emergency summary").click
        self
      end

      def replace_keys(secret)
        open_emergency
        find("#{AREA} .encrypted-messages-replace-keys").click
        within(".encrypted-messages-replace-keys-modal") do
          find("[name=secret]").fill_in(with: secret)
          find(".form-kit__button.btn-primary").click
        end
        expect(page).to have_css(".fk-d-default-toast", wait: 60)
        self
      end

      def reset_encryption(secret, confirmation:)
        open_emergency
        find("#{AREA} .encrypted-messages-reset-encryption").click
        within(".encrypted-messages-reset-encryption-modal") do
          find("[name=confirmation]").fill_in(with: confirmation)
          fill_new_secret(secret)
        end
        expect(page).to have_css(".fk-d-default-toast", wait: 60)
        self
      end

      def deactivate
        find("#{AREA} .encrypted-messages-deactivate").click
        find(".dialog-footer .btn-danger").click
        self
      end

      def has_unlock_button?
        has_css?("#{AREA} .encrypted-messages-unlock")
      end

      def has_deactivate_button?
        has_css?("#{AREA} .encrypted-messages-deactivate")
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

      private

      def fill_new_secret(secret)
        PageObjects::Components::EncryptedMessagesNewSecret.new.choose_own(secret)
        find(".form-kit__button.btn-primary").click
      end
    end
  end
end
