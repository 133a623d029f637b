# frozen_string_literal: true

module PageObjects
  module Components
    class SelectKit < PageObjects::Components::Base
      attr_reader :context

      # context: CSS selector of the select-kit
      def initialize(context)
        @context = context
      end

      def expand
        find("#{context}:not(.is-expanded) .select-kit-header", visible: :all).click
        expanded_component
      end

      def collapse
        expanded_component.find(".select-kit-header").click
        find("#{context}:not(.is-expanded)")
      end

      def expanded_component
        find("#{context}.is-expanded")
      end

      def search(value)
        expanded_component.find(".select-kit-filter .filter-input").fill_in(with: value)
      end

      def select_row_by_value(value)
        expanded_component.find(".select-kit-row[data-value='#{value}']").click
      end
    end
  end
end
