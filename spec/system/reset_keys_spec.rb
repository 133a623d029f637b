# frozen_string_literal: true

# The other one is asked in the conversation, and it goes on with the new keys or without their owner.
describe "A member who has reset encryption, and the conversations from before" do
  include_context "with encrypted members"

  let(:word) { marker }
  let(:new_secret) { "nineteen #{marker} kettles" }
  let(:topic) { start_encrypted(from: jane, to: pete, title: "Lighthouse #{marker}", body: word) }
  let(:stop) { "#topic .encrypted-messages-keys-stop" }

  before do
    give_keys(jane, pete)
    topic
    as(jane) do
      preferences.visit(jane).reset_encryption(new_secret, confirmation: jane.username)
      expect(preferences).to have_deactivate_button
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_lost_post(1)
      expect(page).to have_css(
        ".encrypted-messages-banner",
        text: I18n.t("js.encrypted_messages.composer.earlier_keys"),
      )
    end
  end

  it "read and write on as before once the other has confirmed the new keys and written (R7, R35)" do
    as(pete) do
      encrypted_topic.visit(topic)
      find("#{stop} .encrypted-messages-compare").click
      PageObjects::Modals::EncryptedMessagesSafetyNumber.new.use_uncompared
      expect(page).to have_no_css(stop)
      encrypted_topic.reply("For the new keys, #{word}")
      expect(encrypted_topic).to have_open_post(2, word)
    end
    expect(entries.map(&:epoch)).to eq([1, 2])
    expect(entries.last.members).to include(jane.id => current_fingerprint(jane))

    as(jane) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      expect(encrypted_topic).to have_open_post(2, word)
      encrypted_topic.reply("By the new keys, #{word}")
      expect(encrypted_topic).to have_open_post(3, word)
    end
    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(3, word)
      expect(page).to have_no_css("#post_3 .encrypted-messages-earlier-keys")
      expect(page).to have_no_css(stop)
    end
    expect(entries.size).to eq(2)
  end

  it "read nothing that follows where the other goes on without them (R29, R35)" do
    as(pete) do
      encrypted_topic.visit(topic)
      find("#{stop} .encrypted-messages-without").click
      find(".dialog-footer .btn-primary").click
      expect(page).to have_no_css(stop)
      encrypted_topic.reply("For nobody else, #{word}")
      expect(encrypted_topic).to have_open_post(2, word)
    end
    expect(entries.last.members.keys).to eq([pete.id])
    granted = topic.encrypted_conversation.keys.where(user_id: jane.id)
    expect(granted.map(&:epoch)).to eq([1])

    as(jane) do
      encrypted_topic.visit(topic)
      expect(page).to have_css("#post_2 .encrypted-messages-locked")
      expect(page).to have_no_content("For nobody else")
    end
  end

  def entries
    EncryptedMessages::RosterEntry.where(topic_id: topic.id).order(:sequence).to_a
  end

  def current_fingerprint(member)
    EncryptedMessages::Card.fingerprint(EncryptedMessages::Identity.cards([member.id])[member.id])
  end
end
