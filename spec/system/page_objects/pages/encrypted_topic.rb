# frozen_string_literal: true

module PageObjects
  module Pages
    # A topic whose posts are encrypted.
    class EncryptedTopic < PageObjects::Pages::Base
      OPEN = ".encrypted-messages-post[data-state=open]"
      LOCKED = ".encrypted-messages-locked"

      def visit(topic, post_number: nil)
        page.visit(topic.url(post_number))
        self
      end

      def has_open_post?(number, text)
        has_css?(
          "#{post_selector(number)} #{OPEN}",
          text: text,
          wait: [15, Capybara.default_max_wait_time].max,
        )
      end

      def has_no_open_post?(number)
        has_no_css?("#{post_selector(number)} #{OPEN}")
      end

      def has_locked_post?(number)
        has_css?(
          "#{post_selector(number)} #{LOCKED}",
          wait: [15, Capybara.default_max_wait_time].max,
        )
      end

      def has_decrypted_title?(text)
        has_css?("h1 .fancy-title", text: text, wait: [15, Capybara.default_max_wait_time].max)
      end

      def has_lock?
        has_css?("h1 .encrypted-messages-lock")
      end

      # Returns the modal that asks for the secret.
      def unlock
        find("#{LOCKED} .encrypted-messages-unlock", match: :first).click
        PageObjects::Modals::EncryptedMessagesUnlock.new
      end

      def open_reply
        find("#topic-footer-buttons .create").click
        composer
      end

      def reply(text)
        open_reply.fill(body: text).submit
        expect(composer).to be_closed
      end

      def edit(number)
        within(post_selector(number)) { find(".post-controls .post-action-menu__edit").click }
        composer
      end

      def composer
        PageObjects::Components::EncryptedComposer.new
      end

      def post_selector(number)
        ".topic-post:not(.staged) #post_#{number}"
      end
    end
  end
end
