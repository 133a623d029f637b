# frozen_string_literal: true

module PageObjects
  module Pages
    # What another member's page says of having compared numbers with them.
    class EncryptedMessagesProfile < PageObjects::Pages::Base
      AREA = ".encrypted-messages-profile-numbers"

      def visit(user)
        page.visit("/u/#{user.username}/summary")
        self
      end

      # Returns the modal with the number.
      def compare
        find("#{AREA} .encrypted-messages-compare").click
        PageObjects::Modals::EncryptedMessagesSafetyNumber.new
      end

      def has_verified?
        has_css?(AREA, text: I18n.t("js.encrypted_messages.verified.profile"))
      end

      def has_nothing_verified?
        has_css?(AREA) && has_no_css?("#{AREA} p")
      end
    end
  end
end
