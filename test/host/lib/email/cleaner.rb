# frozen_string_literal: true

module Email
  # What is kept of a mail: no attachments, and of a rejected one only the beginning.
  class Cleaner
    def initialize(mail, rejected: false)
      @mail = Mail.new(mail)
      @mail.charset = "UTF-8"
      @limit =
        rejected ? SiteSetting.raw_rejected_email_max_length : SiteSetting.raw_email_max_length
    end

    def execute
      @mail.without_attachments!
      truncate!
      @mail.to_s.delete("\x00")
    end

    private

    def truncate!
      parts = @mail.multipart? ? @mail.parts : [@mail]
      parts.each { |part| part.body = part.body.decoded.truncate(@limit, omission: "") }
    end
  end
end
