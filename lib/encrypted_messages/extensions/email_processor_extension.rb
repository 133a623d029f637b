# frozen_string_literal: true

module EncryptedMessages
  # What core logs of a mail that failed, tries again, and sends back to its sender, is all of it or its subject.
  module EmailProcessorExtension
    def initialize(mail, opts = {})
      receiver = Email::Receiver.new(mail, opts)
      super(IncomingMail.withheld?(receiver.raw_email) ? receiver.raw_email : mail, opts)
    rescue Email::Receiver::ProcessingError
      # of what is no mail at all; core says so itself
      super
    end
  end
end
