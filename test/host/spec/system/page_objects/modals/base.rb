# frozen_string_literal: true

module PageObjects
  module Modals
    class Base
      include Capybara::DSL
      include RSpec::Matchers

      BODY_SELECTOR = ""
      MODAL_SELECTOR = ""

      def body
        find(".d-modal__body#{BODY_SELECTOR}")
      end

      def footer
        find(".d-modal__footer")
      end

      def close
        find(".modal-close").click
      end

      def open?
        has_css?(".modal.d-modal#{MODAL_SELECTOR}")
      end

      def closed?
        has_no_css?(".modal.d-modal#{MODAL_SELECTOR}")
      end
    end
  end
end
