# frozen_string_literal: true

module PageObjects
  module Modals
    class EncryptedMessagesEnable < PageObjects::Modals::Base
      MODAL_SELECTOR = ".encrypted-messages-enable-modal"

      def submit(secret, confirmation)
        within(MODAL_SELECTOR) do
          new_secret.choose_own(secret, confirmation:)
          find(".form-kit__button.btn-primary").click
        end
      end

      # Returns the secret.
      def submit_proposed(kept: true)
        within(MODAL_SELECTOR) do
          new_secret.take_proposed(kept:).tap { find(".form-kit__button.btn-primary").click }
        end
      end

      def has_error?(text)
        has_css?("#{MODAL_SELECTOR} .form-kit__errors", text: text)
      end

      def has_unkept_error?
        has_css?("#{MODAL_SELECTOR} [name=kept][aria-invalid=true]")
      end

      private

      def new_secret
        PageObjects::Components::EncryptedMessagesNewSecret.new
      end
    end
  end
end
