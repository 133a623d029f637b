# frozen_string_literal: true

# A mail that answers an encrypted message is plain text that has reached the server already. It
# becomes no post, and it is not kept either: core keeps every mail for staff to read.
RSpec.describe EncryptedMessages::IncomingMail do
  include StoredText

  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:mary) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:group) { Fabricate(:group, incoming_email: "team@forum.example", messageable_level: 99) }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
    SiteSetting.manual_polling_enabled = true
    SiteSetting.reply_by_email_address = "reply+%{reply_key}@forum.example"
    SiteSetting.reply_by_email_enabled = true
    SiteSetting.email_in = true
    # What core keeps only when asked to, but then whole.
    SiteSetting.log_mail_processing_failures = true
  end

  let(:first_post) { start_conversation(jane, pete) }
  let(:ordinary) { Fabricate(:private_message_post, user: jane, recipient: pete) }
  let(:reason) { I18n.t("encrypted_messages.errors.by_mail") }

  def reply_address(post, user = pete)
    "reply+#{Fabricate(:post_reply_key, user:, post:).reply_key}@forum.example"
  end

  def mail(to:, from: pete.email, answers: nil, body: "Meet me at the lighthouse")
    mail = Mail.new(charset: "UTF-8", from:, to:, subject: "Re: that lighthouse")
    mail.date = Time.zone.now
    mail.message_id = "<#{SecureRandom.hex}@mail.example>"
    mail.in_reply_to = "<#{answers}>" if answers
    mail.text_part = Mail::Part.new { |part| part.body = body }
    mail.html_part =
      Mail::Part.new do |part|
        part.content_type = "text/html; charset=UTF-8"
        part.body = "<p>#{body}</p>"
      end
    mail.add_file(filename: "lighthouse.txt", content: "Of the lighthouse there is a picture")
    mail.to_s
  end

  # The id of a mail that told Pete of the post.
  def told_of(post)
    id = "discourse/post/#{post.id}@#{Email::MessageIdService.host}"
    EmailLog.create!(
      email_type: "user_private_message",
      to_address: pete.email,
      user_id: pete.id,
      post_id: post.id,
      message_id: id,
    )
    id
  end

  def logged
    log = StringIO.new
    tap = Logger.new(log)
    allow(Rails.logger).to receive(:warn) { |text| tap.warn(text) }
    allow(Rails.logger).to receive(:error) { |text| tap.error(text) }
    yield
    log.string
  end

  # @return [Mail::Message] what its sender was told
  def expect_refusal(mail)
    posts = Post.count
    topics = Topic.count
    log = logged { Email::Processor.process!(mail) }

    expect([Post.count, Topic.count]).to eq([posts, topics])
    expect(tables_with("lighthouse")).to be_empty
    expect(log.b).not_to include("lighthouse")
    kept = IncomingEmail.last
    expect(kept.raw).to include("Message-ID")
    expect(kept.error).to be_present
    rejection = ActionMailer::Base.deliveries.last
    expect(rejection.to_s).not_to include("lighthouse")
    rejection
  end

  it "refuses an answer to the post's own address, with the reason (R25)" do
    rejection = expect_refusal(mail(to: reply_address(first_post)))
    expect(rejection.to).to eq([pete.email])
    expect(rejection.body.to_s.squish).to include(reason)
    expect(IncomingEmail.last.rejection_message.squish).to include(reason)
  end

  it "refuses an answer that names the post alone (R25)" do
    SiteSetting.find_related_post_with_key = false
    sent = mail(to: SiteSetting.notification_email, answers: told_of(first_post))
    expect(expect_refusal(sent).body.to_s.squish).to include(reason)
  end

  it "refuses an answer to the address that mails come from, with the reason (R25)" do
    sent = mail(to: SiteSetting.notification_email, answers: told_of(first_post))
    expect(expect_refusal(sent).body.to_s.squish).to include(reason)
  end

  it "refuses an answer that comes in through a group's address (R25)" do
    sent = mail(to: group.incoming_email, answers: told_of(first_post))
    expect(expect_refusal(sent).body.to_s.squish).to include(reason)
  end

  it "refuses an answer that comes in through a mailing list (R25)" do
    list = Fabricate(:mailinglist_mirror_category)
    # the list's readers are told nothing
    expect(expect_refusal(mail(to: list.email_in, answers: told_of(first_post)))).to be_nil
    expect(IncomingEmail.last.rejection_message.squish).to include(reason)
  end

  it "refuses somebody else's, and keeps it no more (R25)" do
    expect_refusal(mail(to: reply_address(first_post), from: "stranger@nowhere.example"))
    expect_refusal(mail(to: reply_address(first_post, jane)))
  end

  it "refuses it while the plugin is switched off (R25)" do
    sent = mail(to: reply_address(first_post))
    SiteSetting.encrypted_messages_enabled = false
    expect_refusal(sent)
  end

  it "refuses it in a message that was deleted (R25)" do
    sent = mail(to: reply_address(first_post))
    first_post.topic.trash!(jane)
    expect_refusal(sent)
  end

  it "keeps no text of a mail that is badly made (R25)" do
    head = "From: #{pete.email}\nTo: <<#{reply_address(first_post)}>, \"lost\nMessage-ID: odd\n"
    head += "Delivered-To: #{reply_address(first_post, mary)}\nCc: \xff\xfe@\nCc: again\n"
    rest = "Subject: lighthouse\n\nMeet me at the lighthouse \xc3\x28\n"
    expect_refusal("#{head}Date: #{Time.zone.now.rfc2822}\n#{rest}".b)
  end

  it "logs no text of a mail that core does not even keep (R23, R25)" do
    sent = Mail.new(mail(to: reply_address(first_post)))
    sent.date = nil
    headers, text = sent.to_s.split("\r\n\r\n", 2)
    undated = headers.lines.reject { |line| line.start_with?("Date:") }.join + "\r\n\r\n" + text

    log = logged { Email::Processor.process!(undated) }

    expect(log).to include("can not be processed")
    expect(log).not_to include("lighthouse")
    expect(IncomingEmail.exists?).to eq(false)
    expect(ActionMailer::Base.deliveries.last.to_s).not_to include("lighthouse")
  end

  it "makes no upload of what is attached (R25)" do
    receiver = Email::Receiver.new(mail(to: reply_address(first_post)))
    allow(receiver).to receive(:create_post)
    expect { receiver.process! }.to raise_error(Email::Receiver::InvalidPost, reason)
    expect(receiver).not_to have_received(:create_post)
  end

  it "lets a member mute by mail, and does not keep that mail either" do
    first_post
    expect { Email::Processor.process!(mail(to: reply_address(first_post), body: "mute")) }.not_to(
      change { Post.count },
    )
    level = TopicUser.get(first_post.topic, pete).notification_level
    expect(level).to eq(TopicUser.notification_levels[:muted])
    expect(tables_with("lighthouse")).to be_empty
  end

  it "asks for no answer by mail (R4, R25)" do
    options = { post: first_post, allow_reply_by_email: true }
    expect(EncryptedMessages::Placeholder.email_options(options)[:allow_reply_by_email]).to eq(
      false,
    )
  end

  it "leaves the answers to ordinary messages alone" do
    sent = mail(to: reply_address(ordinary))
    expect { Email::Processor.process!(sent) }.to change { ordinary.topic.posts.count }.by(1)
    expect(ordinary.topic.posts.order(:id).last.raw).to include("Meet me at the lighthouse")
    expect(IncomingEmail.last.raw).to include("Meet me at the lighthouse")
  end
end
