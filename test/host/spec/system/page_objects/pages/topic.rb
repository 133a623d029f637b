# frozen_string_literal: true

module PageObjects
  module Pages
    class Topic < PageObjects::Pages::Base
      def visit_topic(topic, post_number: nil)
        page.visit(topic.url(post_number))
        self
      end

      def post_by_number(post_or_number, wait: Capybara.default_max_wait_time)
        number = post_or_number.is_a?(Post) ? post_or_number.post_number : post_or_number
        find(".topic-post:not(.staged) #post_#{number}", wait: wait)
      end
    end
  end
end
