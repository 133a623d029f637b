# frozen_string_literal: true

# What has the focus may be gone after it was used. Who cannot see the page then starts from its top again.
describe "The focus, where what had it is gone" do
  include_context "with encrypted members"

  fab!(:karl) { Fabricate(:user, username: "karl", refresh_auto_groups: true) }

  let(:title) { "Ferry #{marker}" }
  let(:word) { marker }

  # By the keyboard, as who looks at the focus does.
  def press(selector)
    find(selector).send_keys(:enter)
  end

  it "stays at the box that was ticked, and the site's refusal is said at each try (R6, R12)" do
    give_keys(jane, pete)
    as(jane) do
      composer.open_new_message(pete)
      find("#encrypted-messages-toggle").send_keys(:space)
      expect(composer).to have_panel
      expect(composer).to have_ticked_box
      expect(page).to have_css("#encrypted-messages-toggle:focus")

      SiteSetting.encrypted_messages_by_default = true
      composer.open_new_message(pete, karl)
      expect(composer).to have_refusal("karl")
      composer.fill(title:, body: "Boarding at #{word}")
      press("#reply-control .save-or-cancel .create")
      expect(page).to have_css("[aria-live=assertive]", text: "karl", visible: :all)
    end
  end

  it "goes to the field after a wrong secret, and to the message once it is open (R5, R12)" do
    give_keys(jane, pete, secrets: { pete => pete_secret })
    topic = start_encrypted(from: jane, to: pete, title:, body: "Boarding at #{word}")
    as(pete, device: "Pete's phone") do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_locked_post(1)
      press("#post_1 .encrypted-messages-unlock")
      find(".d-modal [name=secret]").send_keys("not #{marker}", :tab, :tab)
      press(".d-modal .form-kit__button.btn-primary")
      working = I18n.t("js.encrypted_messages.unlock_modal.working")
      expect(page).to have_css("[aria-live=polite]", text: working, visible: :all)
      expect(PageObjects::Modals::EncryptedMessagesUnlock.new).to have_wrong_secret_error
      expect(page).to have_css(".d-modal [name=secret]:focus")

      find(".d-modal [name=secret]").fill_in(with: pete_secret)
      press(".d-modal .form-kit__button.btn-primary")
      expect(encrypted_topic).to have_open_post(1, word)
      expect(page).to have_css("#post_1 .encrypted-messages-post:focus")
    end
  end

  it "goes to what is said of the keys once they are made, and once they are gone (R1, R5, R12)" do
    as(jane) do
      preferences.visit(jane)
      press(".encrypted-messages-enable")
      modal = PageObjects::Modals::EncryptedMessagesEnable.new
      modal.submit(jane_secret, jane_secret)
      expect(preferences).to have_enabled_status
      expect(modal).to be_closed
      expect(page).to have_css(".encrypted-messages-status:focus")

      press(".encrypted-messages-deactivate")
      press(".dialog-footer .btn-danger")
      expect(preferences).to have_unlock_button
      expect(page).to have_css(".encrypted-messages-status:focus")
    end
  end

  it "goes back to what is written once the member has agreed to other keys (H6, R12)" do
    give_keys(jane, pete)
    as(pete) { composer.open_new_message(jane).tick.fill(title:, body: "Boarding at #{word}") }
    as(jane) do
      preferences.visit(jane).reset_encryption("nineteen #{marker} kettles", confirmation: "jane")
    end
    as(pete) do
      composer.submit
      press("#reply-control .encrypted-messages-compare")
      press(".encrypted-messages-number-modal .encrypted-messages-use-uncompared")
      expect(page).to have_no_css("#reply-control .encrypted-messages-keys-stop")
      expect(page).to have_css("#encrypted-messages-title:focus")
    end
  end
end
