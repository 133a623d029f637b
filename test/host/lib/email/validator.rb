# frozen_string_literal: true

module Email
  class Validator
    # Before anything is kept of the mail.
    #
    # @raise [Email::Receiver::InvalidPost] of a mail without a date
    def self.ensure_valid!(mail)
      raise Email::Receiver::InvalidPost, "The mail has no date" if mail.date.nil?
      mail
    end
  end
end
