# frozen_string_literal: true

module EncryptedMessages
  # What core logs of a mail that failed, and sends back to its sender, is all of it or its subject.
  module EmailProcessorExtension
    private

    def log_email_process_failure(mail_string, exception)
      super(receiver&.redacted_email || mail_string, exception)
    end

    def handle_failure(mail_string, exception)
      super(receiver&.redacted_email || mail_string, exception)
    end
  end
end
