# frozen_string_literal: true

# Mails from Pete to a site that takes mails. Each says "lighthouse", so that a spec can tell what is left of those that
# answer an encrypted message.
RSpec.shared_context "with incoming mails" do
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

  # @param answers [String, Array<String>] the id of the mail that it answers, and those that one answered
  def mail(to:, from: pete.email, answers: nil, subject: "Re: that lighthouse", body: nil)
    body ||= "Meet me at the lighthouse"
    answers, *earlier = answers
    mail = Mail.new(charset: "UTF-8", from:, to:, subject:)
    mail.date = Time.zone.now
    mail.message_id = "<#{SecureRandom.hex}@mail.example>"
    mail.in_reply_to = "<#{answers}>" if answers
    mail.references = earlier.map { |id| "<#{id}>" } if earlier.any?
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
end
