# frozen_string_literal: true

module PageObjects
  module Modals
    # Adds members to an encrypted message.
    class EncryptedMessagesInvite < PageObjects::Modals::Base
      MODAL_SELECTOR = ".encrypted-messages-invite-modal"
      CHOOSER = "#{MODAL_SELECTOR} .encrypted-messages-invite-chooser".freeze

      # The chooser closes after each choice.
      def choose(name)
        chooser.expand
        chooser.search(name)
        chooser.select_row_by_value(name)
        self
      end

      def drop(name)
        chooser.expand
        chooser.expanded_component.find(".selected-choice[data-value='#{name}']").click
        self
      end

      def chooser
        PageObjects::Components::SelectKit.new(CHOOSER)
      end

      def has_refusal?(text)
        has_css?("#{MODAL_SELECTOR} .encrypted-messages-refusal", text: text)
      end

      def has_renewal?(name)
        has_css?("#{MODAL_SELECTOR} .encrypted-messages-renewal", text: name)
      end

      def has_disabled_button?
        has_css?("#{MODAL_SELECTOR} .encrypted-messages-invite[disabled]")
      end

      # @param past [Boolean] whether they are to read what was written before
      def submit(past: true)
        reads = past ? "from_beginning" : "from_now"
        find("#{MODAL_SELECTOR} .encrypted-messages-past label", text: label(reads)).click
        find("#{MODAL_SELECTOR} .encrypted-messages-invite:not([disabled])").click
        self
      end

      # Of who takes part already, nothing is asked.
      def give_access
        has_no_css?("#{MODAL_SELECTOR} .encrypted-messages-past")
        find(
          "#{MODAL_SELECTOR} .encrypted-messages-invite:not([disabled])",
          text: label("renew"),
        ).click
        self
      end

      # Who was listed with other keys is given access with these only after the member agrees to them.
      def agree_to_changed_keys
        find("#{MODAL_SELECTOR} .encrypted-messages-compare").click
        EncryptedMessagesSafetyNumber.new.use_uncompared
        has_css?(MODAL_SELECTOR)
        has_no_css?("#{MODAL_SELECTOR} .encrypted-messages-keys-stop")
        self
      end

      def label(key)
        I18n.t("js.encrypted_messages.invite_modal.#{key}")
      end

      def closed?
        has_no_css?(MODAL_SELECTOR)
      end
    end
  end
end
