# frozen_string_literal: true

module PageObjects
  module Components
    # Core's composer with the plugin's panel in it.
    class EncryptedComposer < PageObjects::Components::Base
      COMPOSER = "#reply-control"
      TOGGLE = "#encrypted-messages-toggle"
      PANEL = ".encrypted-messages-panel"
      TITLE = "#encrypted-messages-title"
      BODY = "#encrypted-messages-body"
      CORE_EDITOR = "#{COMPOSER} .d-editor-input".freeze

      def open_new_message(*recipients)
        page.visit("/new-message?username=#{recipients.map(&:username).join(",")}")
        has_css?("#{COMPOSER}.open")
        self
      end

      def tick
        find(TOGGLE).click
        self
      end

      def has_panel?
        has_css?(PANEL)
      end

      def has_no_panel?
        has_no_css?(PANEL)
      end

      def has_ticked_box?
        has_css?("#{TOGGLE}:checked")
      end

      def has_unticked_box?
        has_css?("#{TOGGLE}:not(:checked)")
      end

      def has_no_box?
        has_no_css?(TOGGLE)
      end

      # names: of those who cannot read encrypted messages
      def has_refusal?(*names)
        refusal = find(".encrypted-messages-refusal[role=alert]")
        refusal.has_text?(I18n.t("js.encrypted_messages.composer.refusal")) &&
          names.all? { |name| refusal.has_text?(name) }
      end

      # They are not encrypted for until the member has decided.
      def has_changed_keys?(name)
        text = I18n.t("js.encrypted_messages.changed_keys.changed", name:)
        has_css?("#{COMPOSER} .encrypted-messages-keys-stop[role=status]", text:)
      end

      def agree_to_changed_keys
        find("#{COMPOSER} .encrypted-messages-compare").click
        PageObjects::Modals::EncryptedMessagesSafetyNumber.new.use_uncompared
        has_no_css?("#{COMPOSER} .encrypted-messages-keys-stop")
        self
      end

      def fill(title: nil, body: nil)
        find(TITLE).fill_in(with: title) if title
        find(BODY).fill_in(with: body) if body
        self
      end

      def has_title_text?(text)
        has_field?(TITLE.delete_prefix("#"), with: text)
      end

      def has_body_text?(text)
        has_field?(BODY.delete_prefix("#"), with: text)
      end

      def body
        find(BODY)
      end

      def has_preview?(text)
        has_css?("#encrypted-messages-preview", text: text)
      end

      # Pressed letter by letter, as a member types, so that core's and the plugin's own timers run.
      def type(text)
        body.send_keys(text)
        self
      end

      # In one go, in place of what is there, as from the clipboard.
      def paste(text)
        body.send_keys([PLATFORM_KEY_MODIFIER, "a"])
        page.driver.with_playwright_page do |playwright_page|
          playwright_page.keyboard.insert_text(text)
        end
        self
      end

      def submit
        find("#{COMPOSER} .save-or-cancel .create").click
        self
      end

      def minimize
        find("#{COMPOSER} .toggle-minimize").click
        has_css?("#{COMPOSER}.draft")
        self
      end

      # Collapsed, the button beside the text discards it.
      def discard
        find("#{COMPOSER}.draft .toggle-minimize").click
        self
      end

      # Where what was saved waits for the keys.
      def unlock(secret)
        find("#{PANEL} .encrypted-messages-unlock").click
        PageObjects::Modals::EncryptedMessagesUnlock.new.submit(secret)
        self
      end

      def toggle_preview
        find("#{PANEL} .encrypted-messages-toggle-preview").click
        self
      end

      def reopen
        find(
          "#{COMPOSER}.draft .toggle-fullscreen, #{COMPOSER}.draft .encrypted-messages-draft-title",
          match: :first,
        ).click
        has_css?("#{COMPOSER}.open")
        self
      end

      def closed?
        has_css?("#{COMPOSER}.closed", visible: :all)
      end

      # What core's own editor holds.
      def core_text
        find(CORE_EDITOR, visible: :all).value
      end
    end
  end
end
