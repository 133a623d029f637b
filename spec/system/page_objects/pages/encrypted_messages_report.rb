# frozen_string_literal: true

module PageObjects
  module Pages
    # Admin → Plugins → Encrypted messages: counts and checks.
    class EncryptedMessagesReport < PageObjects::Pages::Base
      def visit
        page.visit("/admin/plugins/discourse-encrypted-messages/report")
        self
      end

      def has_count?(name, count)
        has_css?("[data-count='#{name}'] dd", text: /\A#{count}\z/)
      end

      def has_verdict?(check, verdict, **options)
        has_css?("[data-check='#{check}'][data-verdict='#{verdict}']", **options)
      end

      def has_no_report?
        has_no_css?(".encrypted-messages-report")
      end
    end
  end
end
