# frozen_string_literal: true

module Email
  # Receives a mail, or tells its sender why not.
  class Processor
    attr_reader :receiver

    EMPTY = %w[EmptyEmailError NoBodyDetectedError].freeze

    def self.process!(mail, opts = {})
      new(mail, opts).process!
    end

    def initialize(mail, opts = {})
      @mail = mail
      @opts = opts
    end

    def process!
      @receiver = Email::Receiver.new(@mail, @opts)
      @receiver.process!
    rescue Email::Receiver::BouncedEmailError => e
      # never answered
      log_email_process_failure(@mail, e)
      set_incoming_email_rejection_message(@receiver.incoming_email, "Bounced")
    rescue StandardError => e
      log_email_process_failure(@mail, e)
      incoming_email = @receiver.try(:incoming_email)
      rejection_message = handle_failure(@mail, e)
      if rejection_message.present?
        set_incoming_email_rejection_message(incoming_email, rejection_message.body.to_s)
      end
    end

    private

    # Core has a table of them.
    def template_for(error)
      name = error.class.name.demodulize
      return :email_reject_empty if EMPTY.include?(name)
      known = [Email::Receiver::ProcessingError, Discourse::InvalidAccess].any? { error.is_a?(_1) }
      return :email_reject_unrecognized_error if !known
      :"email_reject_#{name.underscore.delete_suffix("_error")}"
    end

    def handle_failure(mail_string, e)
      return if e.is_a?(Email::Receiver::NoSenderDetectedError)
      template = template_for(e)
      args = {}
      if template == :email_reject_invalid_post && e.message.size > 6
        template = :email_reject_invalid_post_specified
        args[:post_error] = e.message
      end
      if template == :email_reject_unrecognized_error
        Rails.logger.error(
          "Unrecognized error type (#{e.class}: #{e.message}) when processing incoming email\n\nMail:\n#{mail_string}",
        )
      end

      message = Mail::Message.new(mail_string)
      args[:former_title] = message.subject
      args[:destination] = message.to
      args[:site_name] = SiteSetting.title
      rejection = RejectionMailer.send_rejection(template, message.from, args)
      Email::Sender.new(rejection, template).send if !@receiver&.sent_to_mailinglist_mirror?
      rejection
    end

    def set_incoming_email_rejection_message(incoming_email, message)
      return if !incoming_email
      incoming_email.update!(
        rejection_message: message,
        raw: Email::Cleaner.new(incoming_email.raw, rejected: true).execute,
      )
    end

    def log_email_process_failure(mail_string, exception)
      return if !SiteSetting.log_mail_processing_failures
      Rails.logger.warn("Email can not be processed: #{exception}\n\n#{mail_string}")
    end
  end
end
