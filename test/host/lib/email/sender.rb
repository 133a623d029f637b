# frozen_string_literal: true

module Email
  # Delivers a mail and logs that it did.
  class Sender
    def initialize(message, email_type, user = nil)
      @message = message
      @email_type = email_type
      @user = user
    end

    def send
      return if @message.to.blank?

      @message.deliver_now
      EmailLog.create!(
        email_type: @email_type,
        to_address: @message.to.first,
        user_id: @user&.id,
        post_id: @message.header["X-Discourse-Post-Id"]&.value,
        topic_id: @message.header["X-Discourse-Topic-Id"]&.value,
        message_id: @message.message_id,
      )
    end
  end
end
