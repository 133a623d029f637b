# frozen_string_literal: true

require "mail"

module EncryptedMessages
  # A mail that answers an encrypted message: plain text, which the site should not have been sent and
  # does not keep (R25).
  module IncomingMail
    # What stays: enough to see who wrote when, and to know the mail if it comes again.
    HEADERS = %w[Date From To Cc Message-ID In-Reply-To References].freeze
    # Of mails that one mail names: a long thread has some dozens.
    MOST_IDS = 100

    # A mail may answer several posts: by its addresses, by the mails that it names, and one that comes back by
    # the mail that was sent. It is enough that one of them is encrypted.
    #
    # @param receiver [Email::Receiver]
    def self.answers_encrypted_message?(receiver)
      keys = receiver.destinations.to_a.grep(PostReplyKey)
      post_ids = [*keys.map(&:post_id), receiver.email_log&.post_id]
      # Without a key in the address too: mails of this plugin ask for no answer, and have none.
      posts = named_posts(receiver.mail) + Post.with_deleted.where(id: post_ids).to_a
      Conversation.exists?(topic_id: posts.map(&:topic_id))
    end

    # Core looks at the newest alone, and at none that is deleted.
    def self.named_posts(mail)
      ids = Email::Receiver.extract_reply_message_ids(mail, max_message_id_count: MOST_IDS)
      Post.unscoped do
        ids.filter_map { |id| Email::MessageIdService.find_post_from_message_ids([id]) }
      end
    end
    private_class_method :named_posts

    # Put together by hand: what is kept of a mail must not depend on how well it is made.
    #
    # @param mail [Mail::Message]
    # @return [String] the mail without its text, and without a subject that may be of the sender's own
    def self.redacted(mail)
      kept =
        HEADERS.flat_map do |name|
          Array(mail.header[name]).map { |field| "#{name}: #{field.value.to_s.scrub.squish}" }
        end
      subject = Mail::Field.new("Subject", Placeholder.title, "UTF-8").encoded.strip
      content_type = "Content-Type: text/plain; charset=UTF-8"
      [*kept, subject, content_type, "", Refusal.text(:by_mail)].join("\r\n")
    end
  end
end
