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

      # @param text [String] all that stands as the author's name
      def has_author?(number, text)
        page.has_css?("#post_#{number} .names", exact_text: text, normalize_ws: true)
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

      # Encrypted for keys that the member had before resetting encryption.
      def has_lost_post?(number)
        has_css?(
          "#{post_selector(number)} #{LOCKED}",
          text: I18n.t("js.encrypted_messages.post.earlier_keys"),
          wait: 15,
        )
      end

      def has_decrypted_title?(text)
        has_css?("h1 .fancy-title", text: text, wait: [15, Capybara.default_max_wait_time].max)
      end

      def has_lock?
        has_css?("h1 .encrypted-messages-lock")
      end

      # The one button above the posts. Returns the modal that asks for the secret.
      def unlock
        find(".encrypted-messages-banner .encrypted-messages-unlock").click
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

      # Returns the modal that adds members.
      def open_invite
        find(".add-participant-btn").click
        PageObjects::Modals::EncryptedMessagesInvite.new
      end

      # Returns the text of the question.
      def remove_participant(user)
        find("#{participant(user)} .remove-invited").click
        find(".dialog-body").text.tap { find(".dialog-footer .btn-danger").click }
      end

      def has_participant?(user)
        has_css?(participant(user))
      end

      def has_no_participant?(user)
        has_no_css?(participant(user))
      end

      def has_small_action?(text)
        has_css?(".small-action", text: text)
      end

      def composer
        PageObjects::Components::EncryptedComposer.new
      end

      def participant(user)
        ".participants .user[data-id='#{user.id}']"
      end

      def post_selector(number)
        ".topic-post:not(.staged) #post_#{number}"
      end
    end
  end
end
