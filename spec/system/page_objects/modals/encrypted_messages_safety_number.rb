# frozen_string_literal: true

module PageObjects
  module Modals
    # Shows the number that two members compare.
    class EncryptedMessagesSafetyNumber < PageObjects::Modals::Base
      MODAL_SELECTOR = ".encrypted-messages-number-modal"

      # @return [Array<String>] groups of digits
      def number
        has_css?("#{MODAL_SELECTOR} .encrypted-messages-number")
        all("#{MODAL_SELECTOR} .encrypted-messages-number [aria-hidden]").map(&:text)
      end

      def say_same
        find("#{MODAL_SELECTOR} .encrypted-messages-same").click
        self
      end

      def say_different
        find("#{MODAL_SELECTOR} .encrypted-messages-differ").click
        self
      end

      # Where the keys are others than before.
      def use_uncompared
        find("#{MODAL_SELECTOR} .encrypted-messages-use-uncompared").click
        has_no_css?(MODAL_SELECTOR)
        self
      end

      def has_alarm?
        has_css?("#{MODAL_SELECTOR} .encrypted-messages-numbers-differ[role=alert]")
      end

      def closed?
        has_no_css?(MODAL_SELECTOR)
      end
    end
  end
end
