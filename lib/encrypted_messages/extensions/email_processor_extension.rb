# frozen_string_literal: true

module EncryptedMessages
  # When a mail fails, core logs it, tries it again, and returns it or its subject to the sender. For an answer to an
  # encrypted message it is given only what may be kept.
  module EmailProcessorExtension
    def initialize(mail, opts = {})
      receiver = Email::Receiver.new(mail, opts)
      super(IncomingMail.withheld?(receiver.raw_email) ? receiver.raw_email : mail, opts)
    rescue Email::Receiver::ProcessingError
      # what is no mail at all; core itself says so
      super
    end
  end
end
