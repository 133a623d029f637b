# frozen_string_literal: true

describe "Drafts of encrypted messages" do
  include_context "with encrypted members"

  let(:title) { "Ferry #{marker}" }
  let(:phone) { "Jane's phone" }
  let(:new_text) { "Boarding at #{marker}" }
  let(:reply_text) { "Or rather at #{marker}" }
  let(:edited_text) { "Boarding later, at #{marker}" }

  before { give_keys(jane, pete, secrets: { jane => jane_secret }) }

  def drafts
    Draft.where(user_id: jane.id).pluck(:data).map { |data| JSON.parse(data)["reply"].to_s }
  end

  # Once the draft as it is now has reached the site.
  def leave(count)
    composer.minimize
    try_until_success do
      expect(drafts.grep(/\Aencrypted-message:v1:/).size).to eq(count)
      expect(page).to have_css("#reply-control.draft:not(.saving)")
    end
  end

  it "are resumed on another device, once it is unlocked: a new message, a reply and an edit (R5, R9)" do
    topic = start_encrypted(from: jane, to: pete, title: title, body: "Wait at #{marker}")
    as(pete) { encrypted_topic.visit(topic).reply("Where is #{marker}?") }

    as(jane) do
      composer.open_new_message(pete).tick.fill(title: title, body: new_text)
      leave(1)
      encrypted_topic.visit(topic).open_reply.fill(body: reply_text)
      leave(2)
      encrypted_topic.edit(1).fill(body: edited_text)
      leave(3)
    end

    as(jane, device: phone) do
      page.visit("/u/#{jane.username}/activity/drafts")
      all(".user-stream .resume-draft", minimum: 3).last.click
      expect(composer).to have_panel
      expect(page).to have_no_css("#encrypted-messages-body")
      composer.unlock(jane_secret)
      expect(composer).to have_title_text(title)
      expect(composer).to have_body_text(new_text)

      encrypted_topic.visit(topic)
      expect(composer).to have_body_text(reply_text)
      composer.minimize

      encrypted_topic.edit(1)
      expect(composer).to have_body_text(edited_text)
      expect(composer).to have_title_text(title)
      composer.submit
      expect(composer).to be_closed
      expect(encrypted_topic).to have_open_post(1, edited_text)
    end
  end

  it "are discarded when the member says so, and kept when they do not (R9)" do
    as(jane) do
      composer.open_new_message(pete).tick.fill(title: title, body: new_text)
      leave(1)
      composer.discard
      find(".discard-draft-modal .keep-editing").click
      composer.reopen
      expect(composer).to have_body_text(new_text)

      composer.minimize.discard
      find(".discard-draft-modal .discard-draft").click
      try_until_success { expect(drafts).to be_empty }
    end
  end
end
