# frozen_string_literal: true

module PageObjects
  module Components
    # The fields for a new secret, in whichever dialog: one is proposed, or the member chooses one.
    class EncryptedMessagesNewSecret < PageObjects::Components::Base
      def choose_own(secret, confirmation: secret, kept: true)
        find(".encrypted-messages-other-choice").click if has_no_css?("[name=secret]", wait: 0)
        find("[name=secret]").fill_in(with: secret)
        confirm(confirmation, kept:)
      end

      # Returns the secret that was proposed.
      def take_proposed(kept: true)
        find(".encrypted-messages-proposed__secret").text.tap { |secret| confirm(secret, kept:) }
      end

      private

      def confirm(secret, kept:)
        find("[name=secretConfirmation]").fill_in(with: secret)
        find("[name=kept]").set(kept)
      end
    end
  end
end
