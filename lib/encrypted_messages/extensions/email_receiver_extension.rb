# frozen_string_literal: true

module EncryptedMessages
  # Core keeps every mail whole, and makes uploads of its attachments, before it asks whether the mail may become a
  # post. So where a mail answers an encrypted message, core is given only the part of it that may be kept.
  module EmailReceiverExtension
    def initialize(mail_string, opts = {})
      super
      kept = IncomingMail.kept(self)
      return if kept.nil?

      instance_variables.each { |name| remove_instance_variable(name) }
      super(kept, opts)
    end
  end
end
