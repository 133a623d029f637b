# frozen_string_literal: true

describe "A member's own keys" do
  include_context "with encrypted members"

  let(:word) { marker }
  let(:topic) { start_encrypted(from: jane, to: pete, title: "Lighthouse #{marker}", body: word) }
  let(:new_secret) { "nineteen #{marker} kettles" }

  before do
    give_keys(jane, pete, secrets: { pete => pete_secret })
    topic
  end

  it "can be secured by another secret, while devices that have them go on (R5, R8)" do
    as(pete) { preferences.visit(pete).change_secret(from: pete_secret, to: new_secret) }

    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
    end
    as(pete, device: "Pete's phone") do
      encrypted_topic.visit(topic)
      modal = encrypted_topic.unlock.submit(pete_secret)
      expect(modal).to have_wrong_secret_error
      modal.submit(new_secret)
      expect(encrypted_topic).to have_open_post(1, word)

      preferences.visit(pete).deactivate
      expect(preferences).to have_unlock_button
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_locked_post(1)
    end
  end

  it "can be replaced by who forgot the secret; others read on, can give the key again, and what is new is for the new keys (R7, R8, R18)" do
    as(pete) { encrypted_topic.visit(topic).reply("I have seen it, #{word}") }
    as(pete, device: "Pete's phone") do
      preferences.visit(pete).reset_encryption(new_secret, confirmation: pete.username)
      expect(preferences).to have_deactivate_button
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_lost_post(1)
      expect(page).to have_no_content(word)
    end
    as(jane) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(2, word)
      expect(page).to have_css("#post_2 .encrypted-messages-earlier-keys")
    end

    # Pete's phone still shows the message that he lost
    as(jane) do
      jane.update!(trust_level: TrustLevel[2])
      modal = encrypted_topic.visit(topic).open_invite
      modal.choose(pete.username)
      expect(modal).to have_renewal(pete.username)
      modal.agree_to_changed_keys.give_access
      expect(modal).to be_closed
    end
    as(pete, device: "Pete's phone") { expect(encrypted_topic).to have_open_post(1, word) }

    answer = marker
    second = send_encrypted(from: jane, to: pete, title: "Harbour #{marker}", body: answer)
    as(pete) do
      # the device that still holds the earlier keys
      encrypted_topic.visit(second)
      find(".encrypted-messages-banner .encrypted-messages-me").click
      PageObjects::Modals::EncryptedMessagesUnlock.new.submit(new_secret)
      expect(encrypted_topic).to have_open_post(1, answer)
      expect(page).to have_css(".encrypted-messages-post:focus")
    end
  end
end
