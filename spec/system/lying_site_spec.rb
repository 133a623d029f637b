# frozen_string_literal: true

# Attacks of docs/security.md that need the whole: a site that lies in its answers, with the honest program in a browser.
describe "A site that lies" do
  include_context "with encrypted members"
  include_context "with a lying site"

  let(:word) { marker }

  before { give_keys(jane, pete) }

  def start(body = "By Jane, #{word}")
    start_encrypted(from: jane, to: pete, title: "Harbour #{word}", body:)
  end

  it "gets no reply in the clear by calling a conversation unencrypted" do
    topic = start
    as(pete) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(1, word)
    end

    site.lies_about(topic) do |answer|
      answer.delete("is_encrypted")
      answer.delete("encrypted_conversation")
      answer["post_stream"]["posts"].each do |post|
        post.delete("encrypted_raw")
        post["cooked"] = "<p>Written by the site</p>"
      end
    end
    as(pete) do
      encrypted_topic.visit(topic)
      encrypted_topic.open_reply
      expect(composer).to have_panel
      expect(page).to have_no_css("#reply-control .d-editor-input")
    end
  end
end
