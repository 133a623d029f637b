# frozen_string_literal: true

# Mails that are no plain answers: to several posts at once, forwarded, returned.
RSpec.describe EncryptedMessages::EmailReceiverExtension do
  include_context "with incoming mails"

  describe "a mail that answers several posts" do
    it "becomes no post anywhere, whichever address comes first (H25)" do
      addresses = [reply_address(first_post), reply_address(ordinary)]
      [addresses, addresses.reverse].each do |to|
        expect(expect_refusal(mail(to:)).body.to_s.squish).to include(reason)
      end
    end

    it "becomes no post where it names both by the mails about them (H25)" do
      # core takes the newest of them
      ids = [told_of(first_post), told_of(ordinary)]
      [ids, ids.reverse].each { |answers| expect_refusal(mail(to: group.incoming_email, answers:)) }
    end

    it "becomes no post where one is named by the address, one by its mail (H25)" do
      expect_refusal(mail(to: reply_address(ordinary), answers: told_of(first_post)))
      expect_refusal(mail(to: reply_address(first_post), answers: told_of(ordinary)))
    end

    it "becomes no post where the one that is named by its mail is deleted (H25)" do
      answers = told_of(first_post)
      PostDestroyer.new(Discourse.system_user, first_post).destroy
      expect_refusal(mail(to: group.incoming_email, answers:))
    end

    it "becomes one where all are ordinary" do
      other = Fabricate(:private_message_post, user: jane, recipient: pete)
      sent = mail(to: [reply_address(ordinary), reply_address(other)], answers: told_of(other))
      expect { Email::Processor.process!(sent) }.to change { Post.count }.by(1)
    end
  end

  describe "a mail that is forwarded" do
    fab!(:category) { Fabricate(:category, email_in: "intake@forum.example") }

    def forwarded(to:, answers: nil)
      body = <<~TEXT
        See what she says of the lighthouse

        ---------- Forwarded message ----------
        From: Jane <#{jane.email}>
        Date: Mon, 1 Dec 2026 10:00:00 +0000
        Subject: Re: that lighthouse
        To: Pete <#{pete.email}>

        It is the lighthouse, as I said
      TEXT
      mail(to:, answers:, subject: "Fwd: that lighthouse", body:)
    end

    %w[hide quote create_replies].each do |behaviour|
      it "makes no post in the message it is sent to, where forwards #{behaviour} (H25)" do
        SiteSetting.forwarded_emails_behaviour = behaviour
        expect_refusal(forwarded(to: reply_address(first_post)))
      end

      it "makes no topic of what answers one, where forwards #{behaviour} (H25)" do
        SiteSetting.forwarded_emails_behaviour = behaviour
        [group.incoming_email, category.email_in].each do |to|
          expect_refusal(forwarded(to:, answers: told_of(first_post)))
        end
      end
    end

    it "makes a topic where it has to do with no encrypted message" do
      SiteSetting.forwarded_emails_behaviour = "quote"
      expect { Email::Processor.process!(forwarded(to: group.incoming_email)) }.to change {
        Topic.count
      }.by(1)
      expect(Topic.last.first_post.raw).to include("It is the lighthouse")
    end
  end

  describe "a mail that comes back" do
    def log_of(post)
      EmailLog
        .find_by(message_id: told_of(post))
        .tap { |log| log.update!(bounce_key: SecureRandom.hex) }
    end

    def bounce(log)
      address = SiteSetting.reply_by_email_address.sub("%{reply_key}", "verp-#{log.bounce_key}")
      mail(to: address, from: "mailer-daemon@mail.example")
    end

    it "says to core what it said of the delivery, and nothing of the text (H25)" do
      report = <<~MAIL
        From: postmaster@mail.example
        To: #{SiteSetting.notification_email}
        In-Reply-To: <#{told_of(first_post)}>
        Date: #{Time.zone.now.rfc2822}
        Message-ID: <report@mail.example>
        Subject: Undelivered: that lighthouse
        Content-Type: multipart/report; report-type=delivery-status; boundary=part

        --part
        Content-Type: text/plain

        This came back, of the lighthouse
        --part
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mail.example

        Final-Recipient: rfc822; pete@nowhere.example
        Action: failed
        Status: 5.1.1
        --part
        Content-Type: message/rfc822

        Subject: that lighthouse

        Meet me at the lighthouse
        --part--
      MAIL
      receiver = Email::Receiver.new(report)
      expect(receiver).to be_is_bounce
      expect(receiver.mail.error_status).to eq("5.1.1")
      expect(receiver.mail.final_recipient).to include("pete@nowhere.example")
      expect(receiver.raw_email).not_to include("lighthouse")
    end

    it "is counted as ever, becomes no post and is not kept (H25)" do
      log = log_of(first_post)
      expect { Email::Processor.process!(bounce(log)) }.not_to(change { [Post.count, Topic.count] })
      expect(log.reload.bounced).to eq(true)
      expect(IncomingEmail.last).to have_attributes(
        is_bounce: true,
        error: "Email::Receiver::BouncedEmailError",
      )
      expect(tables_with("lighthouse")).to be_empty
    end
  end
end
