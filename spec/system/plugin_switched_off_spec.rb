# frozen_string_literal: true

describe "Encrypted messages while the plugin is switched off" do
  include_context "with encrypted members"

  let(:word) { marker }
  let(:title) { "Tide #{marker}" }

  before { give_keys(jane, pete) }

  it "shows placeholders, offers nothing, and reads again afterwards" do
    topic = start_encrypted(from: jane, to: pete, title: title, body: "High at #{word}")

    SiteSetting.encrypted_messages_enabled = false
    as(pete) do
      encrypted_topic.visit(topic)
      expect(page).to have_css(
        "#post_1 .cooked",
        text: I18n.t("encrypted_messages.post_placeholder"),
      )
      expect(page).to have_no_content(word)
      preferences.visit(pete)
      expect(preferences).to be_absent
      composer.open_new_message(jane)
      expect(composer).to have_no_box
    end

    SiteSetting.encrypted_messages_enabled = true
    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
    end
  end
end
