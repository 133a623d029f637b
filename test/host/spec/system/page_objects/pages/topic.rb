# frozen_string_literal: true

module PageObjects
  module Pages
    class Topic < PageObjects::Pages::Base
      def visit_topic(topic, post_number: nil)
        page.visit(topic.url(post_number))
        self
      end

      def has_topic_title?(text)
        has_css?("h1 .fancy-title", text: text)
      end

      def post_by_number(post_or_number, wait: Capybara.default_max_wait_time)
        number = post_or_number.is_a?(Post) ? post_or_number.post_number : post_or_number
        find(".topic-post:not(.staged) #post_#{number}", wait: wait)
      end

      def has_post_content?(post_number:, content:)
        post_by_number(post_number).has_content?(content)
      end

      def click_post_action_button(post, button)
        post_by_number(post).find(".post-controls .post-action-menu__#{button}").click
      end

      def click_reply_button
        find("#topic-footer-buttons .create").click
        has_css?("#reply-control.open")
      end
    end
  end
end
