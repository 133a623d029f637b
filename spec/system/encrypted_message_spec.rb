# frozen_string_literal: true

describe "Encrypted message" do
  include_context "with encrypted members"

  let(:title) { "Harbour #{marker} & <b>gulls</b>" }
  let(:word) { marker }
  let(:body) { "Meet me at **the #{word}** at *noon*" }

  it "goes from one member to another and back, and only they can read it (R3, R21, R23)" do
    enable_encryption(jane, jane_secret)
    enable_encryption(pete, pete_secret)
    topic = send_encrypted(from: jane, to: pete, title: title, body: body)

    as(jane) do
      expect(encrypted_topic).to have_open_post(1, word)
      expect(encrypted_topic).to have_lock
      expect(page).to have_title("Encrypted message")
      expect(page).to have_no_title(title)
    end

    # what the server has
    post = topic.first_post
    expect(topic.title).to eq(I18n.t("encrypted_messages.title_placeholder"))
    expect(post.raw).to start_with("encrypted-message:v1:")
    expect(post.cooked).to include(I18n.t("encrypted_messages.post_placeholder"))
    keys = EncryptedMessages::ConversationKey.where(topic_id: topic.id)
    expect(keys.pluck(:user_id)).to contain_exactly(jane.id, pete.id)

    # what Pete is told
    notification = pete.notifications.find_by(topic_id: topic.id)
    expect(notification.data_hash[:topic_title]).to eq(topic.title)
    mail = ActionMailer::Base.deliveries.find { |sent| sent.to == [pete.email] }
    expect(mail.subject).to include(topic.title)
    expect(mail.encoded).not_to include("encrypted-message:v1:")
    parts = mail.multipart? ? mail.all_parts : [mail]
    expect(parts.map { |part| part.decoded.to_s }.join).to include(topic.relative_url)

    as(pete) do
      page.visit("/u/#{pete.username}/messages")
      expect(page).to have_css(".topic-list-item .title", text: title)
      expect(page).to have_css(".topic-list-item .encrypted-messages-lock")

      PageObjects::Components::UserMenu.new.open
      find(".user-menu .notification.private-message a").click
      expect(encrypted_topic).to have_open_post(1, word)
      expect(encrypted_topic).to have_decrypted_title(title)
      expect(page).to have_css("#post_1 .encrypted-messages-post strong", text: "the #{word}")
      expect(page).to have_css("#post_1 .encrypted-messages-post em", text: "noon")
    end

    answer = marker
    as(pete) { encrypted_topic.reply("Bring **#{answer}**") }
    as(jane) { expect(encrypted_topic).to have_open_post(2, answer) }
  end

  it "reaches all of several participants (R3)" do
    anna = Fabricate(:user, username: "anna", refresh_auto_groups: true)
    give_keys(jane, pete, anna)
    topic = send_encrypted(from: jane, to: [pete, anna], title: title, body: body)

    [pete, anna].each do |member|
      as(member) do
        encrypted_topic.visit(topic)
        expect(encrypted_topic).to have_open_post(1, word)
      end
    end
  end
end
