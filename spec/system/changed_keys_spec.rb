# frozen_string_literal: true

describe "Keys that have changed" do
  include_context "with encrypted members"

  let(:word) { marker }
  let(:new_secret) { "nineteen #{marker} kettles" }

  before { give_keys(jane, pete, secrets: { pete => pete_secret }) }

  def reset_encryption_as_jane
    as(jane) do
      preferences.visit(jane).reset_encryption(new_secret, confirmation: jane.username)
      expect(preferences).to have_deactivate_button
    end
  end

  it "are not encrypted for before the member agrees, whatever has been written meanwhile (H6, R35)" do
    title = "Harbour #{marker}"
    as(pete) { composer.open_new_message(jane).tick.fill(title:, body: "Meet me, #{word}") }
    reset_encryption_as_jane

    as(pete) do
      composer.submit
      expect(composer).to have_changed_keys(jane.username)
      composer.submit
      expect(composer).to have_body_text("Meet me, #{word}")
      expect(Topic.private_messages).to be_empty

      composer.agree_to_changed_keys.submit
      expect(encrypted_topic).to have_decrypted_title(title)
    end
    as(jane) do
      encrypted_topic.visit(Topic.private_messages.last)
      expect(encrypted_topic).to have_open_post(1, word)
    end
  end

  it "are an alarm on another device's open page, which goes on with the new ones and loses no text (D6)" do
    topic = start_encrypted(from: pete, to: jane, title: "Quay #{marker}", body: "By Pete, #{word}")
    as(jane) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      encrypted_topic.open_reply.fill(body: "Begun before, #{word}")
    end

    as(jane, device: "Jane's phone") do
      preferences.visit(jane).reset_encryption(new_secret, confirmation: jane.username)
      expect(preferences).to have_deactivate_button
    end

    as(jane) do
      expect(page).to have_css("#reply-control .encrypted-messages-own-keys-alarm")
      expect(encrypted_topic).to have_open_post(1, word)
      find("#reply-control .encrypted-messages-me").click
      modal = PageObjects::Modals::EncryptedMessagesUnlock.new
      expect(page).to have_content(I18n.t("js.encrypted_messages.unlock_modal.reset_elsewhere"))
      modal.submit(new_secret)
      expect(modal).to be_closed
      expect(composer).to have_body_text("Begun before, #{word}")
      # Nobody has let the new keys in yet.
      composer.submit
      expect(page).to have_css(
        "#reply-control",
        text: I18n.t("js.encrypted_messages.composer.earlier_keys"),
      )
      expect(composer).to have_body_text("Begun before, #{word}")
    end

    as(pete) do
      encrypted_topic.visit(topic)
      modal = encrypted_topic.open_invite
      modal.choose(jane.username).agree_to_changed_keys.give_access
      expect(modal).to be_closed
    end
    as(jane) do
      expect(page).to have_no_css(
        "#reply-control",
        text: I18n.t("js.encrypted_messages.composer.earlier_keys"),
      )
      composer.submit
      expect(encrypted_topic).to have_open_post(2, word)
    end
    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(2, word)
      expect(page).to have_no_css("#post_2 .encrypted-messages-earlier-keys")
    end
  end

  it "of who gave a key take nothing from whom it was given to, who is asked before writing on (H5, R8)" do
    topic = start_encrypted(from: jane, to: pete, title: "Pier #{marker}", body: "By Jane, #{word}")
    reset_encryption_as_jane

    as(pete, device: "Pete's phone") do
      encrypted_topic.visit(topic)
      encrypted_topic.unlock.submit(pete_secret)
      expect(encrypted_topic).to have_open_post(1, word)
      expect(page).to have_css("#topic .encrypted-messages-keys-stop", count: 1)
      encrypted_topic.open_reply.fill(body: "From the phone, #{word}")
      expect(composer).to have_changed_keys(jane.username)
      expect(page).to have_css(".encrypted-messages-keys-stop", count: 1)
      composer.agree_to_changed_keys.submit
      expect(encrypted_topic).to have_open_post(2, word)
    end
  end
end
