# frozen_string_literal: true

module PageObjects
  module Modals
    class EncryptedMessagesEnable < PageObjects::Modals::Base
      MODAL_SELECTOR = ".encrypted-messages-enable-modal"

      def submit(secret, confirmation)
        within(MODAL_SELECTOR) do
          find("[name=secret]").fill_in(with: secret)
          find("[name=secretConfirmation]").fill_in(with: confirmation)
          find(".form-kit__button.btn-primary").click
        end
      end

      def has_error?(text)
        has_css?("#{MODAL_SELECTOR} .form-kit__errors", text: text)
      end
    end
  end
end
