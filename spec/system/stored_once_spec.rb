# frozen_string_literal: true

# The answer to a message is lost, and it cannot be sent again as it was: who takes part, somebody's keys or the page are
# others by then.
describe "Encrypted messages that are sent again" do
  include_context "with encrypted members"
  include_context "with a bad connection"

  fab!(:anna) { Fabricate(:user, username: "anna", refresh_auto_groups: true) }

  let(:title) { "Signal #{marker}" }
  let(:body) { "Send word of #{marker}" }

  before { give_keys(jane, pete, anna) }

  def lose_answer_of
    disturb_posts(method(:lose_answer))
    yield
    expect(page).to have_css(".dialog-body")
    find(".dialog-footer .btn-primary").click
    expect(page).to have_no_css(".dialog-body")
  end

  def newest_epoch(topic)
    EncryptedMessages::RosterEntry.newest(topic.id).epoch
  end

  def start
    start_encrypted(from: jane, to: [pete, anna], title:, body: "First, #{marker}")
  end

  def open_in(topic)
    encrypted_topic.visit(topic)
    expect(encrypted_topic).to have_open_post(1, "First")
  end

  def expect_one_reply(topic, text)
    expect(encrypted_topic).to have_open_post(2, text)
    expect(topic.posts.where(post_type: Post.types[:regular]).count).to eq(2)
  end

  it "stores a reply once, although a new epoch has begun" do
    topic = start
    as(jane) do
      open_in(topic)
      reply = encrypted_topic.open_reply.fill(body:)
      lose_answer_of { reply.submit }
      topic.remove_allowed_user(Discourse.system_user, anna)
      expect(encrypted_topic).to have_no_participant(anna)

      reply.submit
      expect(reply).to be_closed
      expect_one_reply(topic, body)
    end
    expect(newest_epoch(topic)).to eq(2)
  end

  it "stores a reply once, although the page was loaded anew" do
    topic = start
    as(jane) do
      open_in(topic)
      reply = encrypted_topic.open_reply.fill(body:)
      lose_answer_of { reply.submit }
      try_until_success { expect(Draft.where(user: jane).count).to eq(1) }
      open_in(topic)
      encrypted_topic.open_reply
      expect(reply).to have_body_text(body)

      reply.submit
      expect(reply).to be_closed
      expect_one_reply(topic, body)
    end
  end

  it "starts a conversation once, although a recipient has other keys by then" do
    as(jane) do
      message = composer.open_new_message(pete).tick.fill(title:, body:)
      lose_answer_of { message.submit }
      reset_encryption(pete)

      message.submit.agree_to_changed_keys
      message.submit
      expect(encrypted_topic).to have_decrypted_title(title)
    end
    expect(Topic.private_messages.sole.posts.count).to eq(1)
  end

  it "starts a conversation once, although the page was loaded anew" do
    as(jane) do
      message = composer.open_new_message(pete).tick.fill(title:, body:)
      lose_answer_of { message.submit }
      try_until_success { expect(Draft.where(user: jane).count).to eq(1) }
      page.visit("/u/jane/activity/drafts")
      find(".user-stream .resume-draft").click
      expect(message).to have_body_text(body)

      message.submit
      expect(encrypted_topic).to have_decrypted_title(title)
    end
    expect(Topic.private_messages.sole.posts.count).to eq(1)
  end

  it "says that it has arrived where the member has changed it since, and sends it as another only then" do
    topic = start
    other = "#{body}, and soon"
    as(jane) do
      open_in(topic)
      reply = encrypted_topic.open_reply.fill(body:)
      lose_answer_of { reply.submit }
      reply.fill(body: other).submit
      expect(page).to have_css(
        ".dialog-body",
        text: I18n.t("js.encrypted_messages.composer.stored_otherwise"),
      )
      expect(topic.posts.count).to eq(2)
      find(".dialog-footer .btn-primary").click
      expect(reply).to have_body_text(other)

      reply.submit
      expect(reply).to be_closed
      expect(encrypted_topic).to have_open_post(3, other)
    end
    expect(topic.posts.count).to eq(3)
  end

  it "saves an edit as an edit, although a new epoch has begun" do
    topic = start
    as(jane) do
      open_in(topic)
      edit = encrypted_topic.edit(1).fill(body:)
      page.driver.with_playwright_page do |shown|
        shown.route(%r{/posts/\d+$}, method(:lose_answer))
      end
      edit.submit
      expect(page).to have_css(".dialog-body")
      find(".dialog-footer .btn-primary").click
      page.driver.with_playwright_page { |shown| shown.unroute(%r{/posts/\d+$}) }
      topic.remove_allowed_user(Discourse.system_user, anna)
      expect(encrypted_topic).to have_no_participant(anna)

      edit.submit
      expect(edit).to be_closed
      expect(encrypted_topic).to have_open_post(1, body)
    end
    expect(topic.posts.where(post_type: Post.types[:regular]).count).to eq(1)
    expect(newest_epoch(topic)).to eq(2)
  end
end
