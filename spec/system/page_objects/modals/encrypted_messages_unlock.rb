# frozen_string_literal: true

module PageObjects
  module Modals
    class EncryptedMessagesUnlock < PageObjects::Modals::Base
      MODAL_SELECTOR = ".encrypted-messages-unlock-modal"

      def submit(secret)
        within(MODAL_SELECTOR) do
          find("[name=secret]").fill_in(with: secret)
          find(".form-kit__button.btn-primary").click
        end
        self
      end

      # Trying a secret takes its time.
      def has_wrong_secret_error?
        has_css?(
          MODAL_SELECTOR,
          text: I18n.t("js.encrypted_messages.unlock_modal.wrong_secret"),
          wait: 60,
        )
      end

      def closed?
        has_no_css?(MODAL_SELECTOR, wait: 60)
      end
    end
  end
end
