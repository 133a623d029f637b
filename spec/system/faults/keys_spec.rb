# frozen_string_literal: true

describe "A member's keys on a site that fails" do
  include_context "with deeds that fail"

  def submit_modal
    find(".d-modal .form-kit__button.btn-primary").click
  end

  def fill_new_secret
    PageObjects::Components::EncryptedMessagesNewSecret.new.choose_own(new_secret)
  end

  def stored_identity
    EncryptedMessages::Identity.new(@me).stored
  end

  # On a device that has none of the member's keys.
  def expect_secret_to_open(secret)
    as(@me, device: "phone#{@run}") do
      preferences.visit(@me)
      find(".encrypted-messages-preferences .encrypted-messages-unlock").click
      modal = PageObjects::Modals::EncryptedMessagesUnlock.new.submit(secret)
      expect(modal).to be_closed
      expect(preferences).to have_deactivate_button
      yield if block_given?
    end
  end

  # What the dialogs for a change of keys have in common.
  module ChangeOfKeys
    def prepare
      start_conversation_of(@other)
      @before = stored_identity
    end

    def act
      submit_modal
    end

    def done?
      seen?(".fk-d-default-toast")
    end

    def kept?
      page.has_field?("secret", with: new_secret)
    end
  end

  deed "enable" do
    def prepare
    end

    def ready
      preferences.visit(@me).open_modal
      fill_new_secret
    end

    def act
      submit_modal
    end

    def done?
      seen?(".encrypted-messages-status", text: I18n.t("js.encrypted_messages.preferences.enabled"))
    end

    def kept?
      page.has_field?("secret", with: new_secret)
    end

    def stored?
      stored_identity[:card].present?
    end

    def check
      expect(stored_identity[:version]).to eq(1)
      expect_secret_to_open(new_secret)
    end
  end

  deed "change the secret" do
    include ChangeOfKeys

    def ready
      preferences.visit(@me)
      find(".encrypted-messages-change-secret").click
      find(".d-modal [name=oldSecret]").fill_in(with: old_secret)
      fill_new_secret
    end

    def stored?
      stored_identity[:version] > @before[:version]
    end

    def check
      expect(stored_identity[:card]).to eq(@before[:card])
      expect_secret_to_open(new_secret) { open_conversation }
    end
  end

  deed "reset" do
    include ChangeOfKeys

    def ready
      preferences.visit(@me).open_emergency
      find(".encrypted-messages-reset-encryption").click
      find(".d-modal [name=confirmation]").fill_in(with: @me.username)
      fill_new_secret
    end

    def stored?
      stored_identity[:card] != @before[:card]
    end

    def check
      expect(stored_identity[:card]).not_to eq(@before[:card])
      expect_secret_to_open(new_secret)
      expect(read_by(@other).text).to include(word)
    end
  end

  deed "replace the keys" do
    include ChangeOfKeys

    def ready
      preferences.visit(@me).open_emergency
      find(".encrypted-messages-replace-keys").click
      find(".d-modal [name=secret]").fill_in(with: old_secret)
    end

    def kept?
      page.has_field?("secret", with: old_secret)
    end

    def stored?
      stored_identity[:card] != @before[:card]
    end

    # A device that has the replaced ones still asks for the secret.
    def look
      encrypted_topic.visit(@topic)
      wait_for { locked? || seen_open?(1, word) }
      encrypted_topic.unlock.submit(old_secret) if locked?
      expect(encrypted_topic).to have_open_post(1, word)
      super
    end

    def locked?
      seen?(".encrypted-messages-banner .encrypted-messages-unlock")
    end

    # Once, by keys that the replaced ones vouch for; and what was written before is read still.
    def check
      stored = stored_identity
      expect(stored[:version]).to eq(@before[:version] + 1)
      expect(EncryptedMessages::Card.vouched_by?(stored[:card], @before[:card], @me.id)).to be(true)
      expect(EncryptedMessages::Identity.new(@me).earlier_cards).to eq([@before[:card]])
      expect_secret_to_open(old_secret) { open_conversation }
      as(@me) { open_conversation }
    end
  end

  deed "a mark in the address book" do
    def prepare
      give_keys_to_all
      @before = version
    end

    def version
      EncryptedMessages::AddressBook.new(@me).version
    end

    def profile
      PageObjects::Pages::EncryptedMessagesProfile.new
    end

    def ready
      profile.visit(@other).compare
      expect(PageObjects::Modals::EncryptedMessagesSafetyNumber.new.number.size).to eq(12)
    end

    def act
      PageObjects::Modals::EncryptedMessagesSafetyNumber.new.say_same
    end

    def done?
      !seen?(".encrypted-messages-number-modal") &&
        seen?(profile.class::AREA, text: I18n.t("js.encrypted_messages.verified.profile"))
    end

    def stored?
      version > @before
    end

    def look
      profile.visit(@other)
    end

    def check
      as(@me) { expect(profile.visit(@other)).to have_verified }
    end
  end
end
