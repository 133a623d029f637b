# frozen_string_literal: true

describe "Writing in an encrypted message" do
  include_context "with encrypted members"

  let(:title) { "Ferry #{marker}" }
  let(:word) { marker }
  let(:body) { "Boarding at **#{word}**" }

  before { give_keys(jane, pete) }

  def draft
    Draft.where(user_id: jane.id).pick(:data).to_s
  end

  it "keeps the text through minimising and leaving, as an encrypted draft" do
    as(jane) do
      composer.open_new_message(pete)
      expect(composer).to have_unticked_box
      expect(composer).to have_no_panel

      composer.tick.fill(title: title).type(body)
      expect(page).to have_css("html.encrypted-messages-composer")
      expect(page).to have_no_css("#reply-title")
      try_until_success { expect(composer.core_text).to start_with("encrypted-message:v1:") }

      composer.minimize.reopen
      expect(composer).to have_title_text(title)
      expect(composer).to have_body_text(body)

      try_until_success { expect(draft).to include("\"reply\":\"encrypted-message:v1:") }
      page.visit("/u/#{jane.username}/activity/drafts")
      find(".user-stream .resume-draft").click
      expect(composer).to have_title_text(title)
      expect(composer).to have_body_text(body)
    end
  end

  it "encrypts at once what was written before the box was ticked" do
    # Written in the clear on purpose, so no marker.
    plain = "plain #{SecureRandom.hex(8)} text"
    as(jane) do
      composer.open_new_message(pete)
      PageObjects::Components::Composer.new.fill_title("Ferry times").fill_content(plain)
      try_until_success { expect(draft).to include(plain) }

      composer.tick
      expect(composer).to have_title_text("Ferry times")
      expect(composer).to have_body_text(plain)
      try_until_success { expect(draft).not_to include(plain) }
      expect(draft).to include("\"reply\":\"encrypted-message:v1:")

      composer.fill(title: title, body: body)
    end
  end

  it "sends the last letters too, by Ctrl+Enter, and edits what was sent" do
    as(jane) do
      composer.open_new_message(pete).tick.fill(title: title).type(body)
      composer.body.send_keys(%i[control enter])
      expect(encrypted_topic).to have_open_post(1, word)
    end
    topic = Topic.private_messages.sole
    before = topic.first_post.raw
    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
    end

    later = marker
    as(jane) do
      edited = encrypted_topic.edit(1)
      expect(edited).to have_body_text(body)
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
    topic = start_encrypted(from: jane, to: pete, title: title, body: word)
    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
      select_text_range("#post_1 .encrypted-messages-post p", 0, word.size)
      find(".insert-quote").click
      expect(composer).to have_panel
      expect(composer.body.value).to include(word)
      expect(composer.body.value).to include("[quote=\"#{jane.username}, post:1, topic:#{topic.id}")
      composer.type("\n\nYes, that one").submit
      expect(composer).to be_closed
      expect(page).to have_css("#post_2 .encrypted-messages-post aside.quote", text: word)
    end
  end
end
