# frozen_string_literal: true

module PageObjects
  module Pages
    # Admin → Plugins → Encrypted messages: counts and checks.
    class EncryptedMessagesReport < PageObjects::Pages::Base
      def visit
        page.visit("/admin/plugins/discourse-encrypted-messages/report")
        self
      end

      # @return [Array<Float>] in pixels, between each card and the one below it
      def gaps
        find(".encrypted-messages-report .admin-config-area-card", match: :first)
        page.evaluate_script(<<~JS)
          [...document.querySelectorAll(".encrypted-messages-report .admin-config-area-card")]
            .map((card) => card.getBoundingClientRect())
            .map(({ top }, at, all) => (at ? top - all[at - 1].bottom : null))
            .slice(1)
        JS
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
