# frozen_string_literal: true

module PageObjects
  module Components
    class UserMenu < PageObjects::Components::Base
      def open
        find(".header-dropdown-toggle.current-user").click
        has_css?(".user-menu")
        self
      end
    end
  end
end
