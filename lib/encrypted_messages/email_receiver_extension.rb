# frozen_string_literal: true

module EncryptedMessages
  # Core keeps every mail whole, and makes uploads of what is attached, before it asks whether the mail
  # may become a post. Here neither is done for a mail that answers an encrypted message (R25).
  module EmailReceiverExtension
    # Errors that say no more than that nobody was meant to answer by mail.
    UNASKED = [
      Email::Receiver::BadDestinationAddress,
      Email::Receiver::OldDestinationError,
      Topic::NotAllowed,
    ].freeze

    # Asked for as well of a mail that core throws out before it keeps it, for having no date, say.
    #
    # @return [String, nil] what is kept of the mail, where that is not all of it
    def redacted_email
      return @redacted_email if defined?(@redacted_email)
      @redacted_email =
        (IncomingMail.redacted(mail) if IncomingMail.answers_encrypted_message?(self))
    end

    def create_incoming_email
      return super if redacted_email.nil?

      whole = [@raw_email, @subject]
      @raw_email = redacted_email
      @subject = Placeholder.title
      super
    ensure
      @raw_email, @subject = whole if whole
    end

    def process_internal
      super
    rescue *UNASKED
      raise if redacted_email.nil?
      raise Email::Receiver::InvalidPost, Refusal.text(:by_mail)
    end

    # Here a mail becomes a post; "+1" and "mute" do not, and are done as ever. Of a mail that answers an
    # ordinary message too, or is forwarded to a group, core would make a post there.
    #
    # @raise [Email::Receiver::InvalidPost] whose text core sends back
    def create_post_with_attachments(options = {})
      if redacted_email || Conversation.exists?(topic_id: options[:topic_id])
        raise Email::Receiver::InvalidPost, Refusal.text(:by_mail)
      end
      super
    end
  end
end
