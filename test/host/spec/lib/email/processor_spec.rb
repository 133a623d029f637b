# frozen_string_literal: true

RSpec.describe Email::Processor do
  fab!(:author) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:reader) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:topic) { Fabricate(:private_message_topic, user: author, recipient: reader) }
  fab!(:first_post) { Fabricate(:post, user: author, topic:) }

  before do
    SiteSetting.reply_by_email_address = "reply+%{reply_key}@forum.example"
    SiteSetting.reply_by_email_enabled = true
  end

  def mail(to:, body:, from: reader.email)
    <<~MAIL
      From: #{from}
      To: #{to}
      Date: #{Time.zone.now.rfc2822}
      Subject: Re: the message
      Message-ID: <#{SecureRandom.hex}@mail.example>

      #{body}
    MAIL
  end

  def reply_address
    "reply+#{Fabricate(:post_reply_key, user: reader, post: first_post).reply_key}@forum.example"
  end

  it "stores an answer as a post, and the mail whole beside it, twice" do
    described_class.process!(mail(to: reply_address, body: "The lighthouse, at nine"))
    post = topic.posts.order(:id).last
    expect(post).to have_attributes(user: reader, raw: "The lighthouse, at nine", via_email: true)
    expect(post.raw_email).to include("The lighthouse, at nine")
    expect(IncomingEmail.last).to have_attributes(post_id: post.id, error: nil)
    expect(IncomingEmail.last.raw).to include("The lighthouse, at nine")
  end

  it "keeps a mail that it refuses, and tells the sender" do
    topic.update!(closed: true)
    described_class.process!(mail(to: reply_address, body: "The lighthouse, at nine"))
    expect(topic.posts.count).to eq(1)
    expect(IncomingEmail.last.error).to eq("Email::Receiver::TopicClosedError")
    expect(IncomingEmail.last.raw).to include("The lighthouse, at nine")
    expect(ActionMailer::Base.deliveries.last.to).to eq([reader.email])
  end

  it "keeps nothing of a mail without a date" do
    undated = mail(to: reply_address, body: "The lighthouse").gsub(/^Date:.*\n/, "")
    described_class.process!(undated)
    expect([topic.posts.count, IncomingEmail.count]).to eq([1, 0])
    expect(ActionMailer::Base.deliveries.last.to).to eq([reader.email])
  end

  it "takes a word for an action" do
    described_class.process!(mail(to: reply_address, body: "mute"))
    expect(topic.posts.count).to eq(1)
    expect(TopicUser.get(topic, reader).notification_level).to eq(0)
  end

  it "takes a mail only once" do
    twice = mail(to: reply_address, body: "The lighthouse, at nine")
    2.times { described_class.process!(twice) }
    expect(topic.posts.count).to eq(2)
  end

  it "gives each member an address of their own for each post" do
    data = { topic_title: topic.title, display_username: author.username }
    message =
      UserNotifications.user_private_message(reader, post: first_post, notification_data_hash: data)
    Email::Sender.new(message, :user_private_message, reader).send
    sent = ActionMailer::Base.deliveries.last
    key = PostReplyKey.find_by(user: reader, post: first_post).reply_key
    expect(sent.reply_to).to eq(["reply+#{key}@forum.example"])
  end
end
