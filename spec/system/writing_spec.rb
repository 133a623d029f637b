# frozen_string_literal: true

describe "Writing in an encrypted message" do
  include_context "with encrypted members"

  let(:title) { "Ferry #{marker}" }
  let(:word) { marker }

  before do
    enable_encryption(jane, jane_secret)
    enable_encryption(pete, pete_secret)
  end

  def drafts
    Draft.where(user_id: jane.id)
  end

  it "lets core's own editor hold nothing but ciphertext" do
    as(jane) do
      composer.open_new_message(pete).tick.fill(title: title).type("Boarding at #{word}")
      try_until_success { expect(composer.core_text).to start_with("encrypted-message:v1:") }
    end
  end

  it "keeps an encrypted draft, and resumes it" do
    as(jane) do
      composer.open_new_message(pete).tick.fill(title: title, body: "Boarding at **#{word}**")
      try_until_success(timeout: 15) { expect(drafts.count).to eq(1) }
      try_until_success(timeout: 15) do
        expect(JSON.parse(drafts.first.data)["reply"]).to start_with("encrypted-message:v1:")
      end

      page.visit("/u/#{jane.username}/activity/drafts")
      find(".user-stream .resume-draft, .user-stream-item .btn", match: :first).click
      expect(composer).to have_panel
      expect(composer).to have_title(title)
      expect(composer).to have_body("Boarding at **#{word}**")
    end
  end

  it "encrypts at once what was written before the box was ticked" do
    as(jane) do
      composer.open_new_message(pete)
      PageObjects::Components::Composer
        .new
        .fill_title("Plain title")
        .fill_content("Plain #{secretless} text")
      composer.tick
      expect(composer).to have_body("Plain #{secretless} text")
      try_until_success(timeout: 15) { expect(drafts.pluck(:data).join).not_to include(secretless) }
    end
  end

  # Written in the clear on purpose, so not a marker.
  let(:secretless) { "unencrypted#{SecureRandom.hex(4)}" }

  it "keeps the text when the composer is minimised" do
    as(jane) do
      composer.open_new_message(pete).tick.fill(title: title, body: "Boarding at #{word}").minimize
      composer.reopen
      expect(composer).to have_title(title)
      expect(composer).to have_body("Boarding at #{word}")
    end
  end

  it "edits a message, and others see it" do
    topic = send_encrypted(from: jane, to: pete, title: title, body: "Boarding at #{word}")
    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
    end

    later = marker
    before = topic.first_post.raw
    as(jane) do
      edited = encrypted_topic.edit(1)
      expect(edited).to have_body("Boarding at #{word}")
      edited.fill(body: "Boarding at #{later}").submit
      expect(edited).to be_closed
      expect(encrypted_topic).to have_open_post(1, later)
    end
    as(pete) { expect(encrypted_topic).to have_open_post(1, later) }

    after = topic.first_post.reload.raw
    expect(after).to start_with("encrypted-message:v1:")
    expect(after).not_to eq(before)
  end

  it "quotes without the quoted text passing through core's composer" do
    topic = send_encrypted(from: jane, to: pete, title: title, body: word)
    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      select_text_range("#post_1 .encrypted-messages-post p", 0, word.size)
      find(".insert-quote").click
      expect(composer).to have_panel
      expect(composer.body.value).to include(word)
      expect(composer.body.value).to include("[quote=\"#{jane.username}, post:1, topic:#{topic.id}")
      composer.type("\n\nYes").submit
      expect(composer).to be_closed
      expect(page).to have_css("#post_2 .encrypted-messages-post aside.quote", text: word)
    end
  end

  it "sends by Ctrl+Enter right after the last letter" do
    as(jane) do
      composer.open_new_message(pete).tick.fill(title: title).type("Boarding at #{word}")
      composer.body.send_keys(%i[control enter])
      expect(encrypted_topic).to have_open_post(1, word)
    end
  end
end
