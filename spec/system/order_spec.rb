# frozen_string_literal: true

# What the posts of a conversation say of each other.
describe "The order of encrypted messages" do
  include_context "with encrypted members"
  include_context "with a lying site"

  fab!(:mary) { Fabricate(:user, username: "mary", refresh_auto_groups: true) }

  let(:word) { marker }
  let(:topic) do
    start_encrypted(from: jane, to: [pete, mary], title: "Harbour #{marker}", body: "One, #{word}")
  end
  let(:missing) { "#post_3 .encrypted-messages-missing" }

  before do
    give_keys(jane, pete, mary, secrets: {})
    reply_as(jane, 2)
    reply_as(pete, 3)
  end

  def reply_as(member, number)
    as(member) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(number - 1, word)
      encrypted_topic.reply("Post #{number}, #{word}")
      expect(encrypted_topic).to have_open_post(number, word)
    end
  end

  def read_as_mary
    as(mary) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(3, word)
      yield
    end
  end

  it "is missed where others had read a message that the site leaves out" do
    second = topic.posts.find_by!(post_number: 2).id
    site.lies_about(topic, to: mary) do |answer|
      answer["post_stream"]["posts"].reject! { |post| post["id"] == second }
      answer["post_stream"]["stream"]&.delete(second)
    end

    read_as_mary do
      text = I18n.t("js.encrypted_messages.post.missing.others.one", name: pete.username)
      expect(page).to have_css(missing, text:)
      expect(page).to have_css(".encrypted-messages-note", count: 1)
    end
    as(jane) do
      encrypted_topic.visit(topic)
      expect(encrypted_topic).to have_open_post(3, word)
      expect(page).to have_no_css(".encrypted-messages-note")
    end
  end

  it "says nothing of what an honest site does not show: ignored, hidden, or deleted by its author" do
    second = topic.posts.find_by!(post_number: 2)
    IgnoredUser.create!(user: mary, ignored_user: jane)
    read_as_mary do
      expect(page).to have_no_css("#post_2")
      expect(page).to have_no_css(".encrypted-messages-note")
    end
    IgnoredUser.where(user: mary).delete_all

    second.update_columns(hidden: true)
    read_as_mary do
      expect(encrypted_topic).to have_locked_post(2)
      expect(page).to have_no_css(".encrypted-messages-note")
    end
    second.update_columns(hidden: false)

    PostDestroyer.new(jane, second.reload).destroy
    read_as_mary do
      expect(page).to have_css("#post_2", text: I18n.t("js.encrypted_messages.post.deleted"))
      expect(page).to have_no_css(".encrypted-messages-note")
    end
  end

  it "says that a message is missing which staff have deleted: no other trace is left" do
    PostDestroyer.new(Fabricate(:admin), topic.posts.find_by!(post_number: 2)).destroy
    read_as_mary do
      expect(page).to have_css(missing)
      expect(page).to have_css(".encrypted-messages-note", count: 1)
    end
  end
end
