# frozen_string_literal: true

module Email
  # What Email::Receiver does with mails that came back, and with those that somebody passes on. Core finds the inner
  # mail of many programs; the host that of one.
  module UnusualMails
    EMBEDDED = /^-+ Forwarded message -+$\n/

    def is_bounce?
      @mail.bounced? || bounce_key
    end

    def bounce_key
      @bounce_key ||=
        @mail.destinations.filter_map { |address| address[/\+verp-(\h{32})@/, 1] }.first
    end

    def email_log
      return if bounce_key.blank?
      @email_log ||= EmailLog.find_by(bounce_key:)
    end

    def handle_bounce
      @incoming_email.update_columns(is_bounce: true)
      email_log&.update_columns(bounced: true)
      raise Receiver::BouncedEmailError
    end

    def has_been_forwarded?
      subject[/\A[[:blank:]]*(fwd?|tr)[[:blank:]]?:/i] && embedded_email_raw.present?
    end

    def embedded_email_raw
      @before_embedded, @embedded_email_raw = select_body.first.split(EMBEDDED, 2)
      @embedded_email_raw
    end

    # @return [Boolean] whether it was one, and became something
    def process_forwarded_email(destination, user)
      inner = Mail.new(embedded_email_raw)
      case SiteSetting.forwarded_emails_behaviour
      when "create_replies"
        post = forwarded_email_create_topic(destination, user, inner.decoded, inner.subject)
        return false if !post
        create_reply(user:, raw: @before_embedded, post:, topic: post.topic)
      when "quote"
        raw = "#{@before_embedded}\n\n[quote]\n#{@embedded_email_raw}\n[/quote]\n"
        post = forwarded_email_create_topic(destination, user, raw, subject)
      end
      post.present?
    end

    def forwarded_email_create_topic(destination, user, raw, title)
      if destination.is_a?(Group)
        options = { archetype: Archetype.private_message, target_group_names: destination.name }
        create_topic(user:, raw:, title:, skip_validations: true, **options)
      elsif destination.is_a?(Category)
        create_topic(user:, raw:, title:, category: destination.id)
      end
    end
  end
end
