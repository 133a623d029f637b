# frozen_string_literal: true

# A mail that answers an encrypted message is plain text that has reached the server already. It
# becomes no post, and it is not kept either: core keeps every mail for staff to read.
RSpec.describe EncryptedMessages::IncomingMail do
  include_context "with incoming mails"

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
    expect(receiver.mail.attachments).to be_empty
    expect { receiver.process! }.to raise_error(Email::Receiver::InvalidPost, reason)
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

  it "lets core know what a machine has sent, though it may keep no more of it" do
    sent = Mail.new(mail(to: reply_address(first_post), subject: "Out of Office: that lighthouse"))
    receiver = Email::Receiver.new(sent.to_s)
    expect(receiver.is_auto_generated?).to be_truthy
    expect(receiver.raw_email).not_to include("lighthouse")
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
