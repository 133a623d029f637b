# frozen_string_literal: true

require "mail"

module EncryptedMessages
  # A mail that answers an encrypted message is plain text. The site does not keep its words (`kept`), and `PostGuard`
  # lets none become a post.
  module IncomingMail
    # Headers that are kept. They show who wrote and when, identify the mail if it comes again, and let core tell where
    # it was sent and whether a machine sent it. None of them holds words of the sender's own.
    HEADERS = %w[
      Authentication-Results
      Auto-Submitted
      Cc
      Date
      Delivered-To
      From
      In-Reply-To
      List-Post
      Message-ID
      Precedence
      References
      Reply-To
      To
      X-Auto-Response-Suppress
      X-BeenThere
      X-Forwarded-To
      X-Mailman-Version
      X-Original-From
      X-SES-Spam-Verdict
      X-Spam-Flag
    ].freeze
    # How many of the mails that a mail refers to are looked up. A long thread has some dozens.
    MOST_IDS = 100
    MARK = "X-Encrypted-Messages: withheld"
    COMMANDS = %i[post_action_for notification_level_for].freeze

    # @param receiver [Email::Receiver] of the whole mail
    # @return [String, nil] what is kept of the mail; nil where all of it is
    def self.kept(receiver)
      redacted(receiver) if answers_encrypted_message?(receiver)
    end

    # @param raw [String, nil] a mail
    def self.withheld?(raw)
      raw.to_s.b.split(/\r?\n\r?\n/, 2).first.to_s.lines(chomp: true).include?(MARK)
    end

    # Core's rejection of such a mail may give another reason. So the true reason is added, unless it is there already.
    # A mail that reached no post gets core's answer unchanged.
    #
    # @param body [String] of a mail that core sends
    # @param options [Hash] of the same mail
    def self.rejection(body, options)
      rejected = options[:template].to_s.start_with?("system_messages.email_reject")
      return body if !rejected || options[:former_title] != Placeholder.title
      body.squish.include?(Refusal.text(:by_mail)) ? body : "#{Refusal.text(:by_mail)}\n\n#{body}"
    end

    # A mail may refer to several posts: by its addresses, by the mails that it names, and one that was returned by the
    # mail that it returns. It counts as an answer to an encrypted message if any of these posts is encrypted.
    #
    # @param receiver [Email::Receiver]
    def self.answers_encrypted_message?(receiver)
      keys = receiver.destinations.to_a.grep(PostReplyKey)
      post_ids = [*keys.map(&:post_id), receiver.email_log&.post_id]
      # Mails about encrypted messages have no reply key in their address, so the mails that this one names are looked
      # at as well.
      posts = named_posts(receiver.mail) + Post.with_deleted.where(id: post_ids).to_a
      Conversation.exists?(topic_id: posts.map(&:topic_id))
    end

    # Core's own look-up takes only the newest post, and none that is deleted.
    def self.named_posts(mail)
      ids = Email::Receiver.extract_reply_message_ids(mail, max_message_id_count: MOST_IDS)
      Post.unscoped do
        ids.filter_map { |id| Email::MessageIdService.find_post_from_message_ids([id]) }
      end
    end
    private_class_method :named_posts

    # The kept mail is put together by hand, so that what is kept does not depend on how well the mail is formed.
    #
    # @return [String] the mail without its text, and without a subject that may be of the sender's own
    def self.redacted(receiver)
      mail = receiver.mail
      kept =
        HEADERS.flat_map do |name|
          Array(mail.header[name]).map { |field| "#{name}: #{field.value.to_s.scrub.squish}" }
        end
      kept << "Auto-Submitted: auto-generated" if receiver.is_auto_generated?
      kept << Mail::Field.new("Subject", Placeholder.title, "UTF-8").encoded.strip << MARK
      [*kept, *content(receiver)].join("\r\n")
    end
    private_class_method :redacted

    # Commands such as "+1" and "mute" keep working, and a returned mail keeps the part that says why it was returned.
    #
    # @return [Array<String>] lines
    def self.content(receiver)
      plain = [
        "Content-Type: text/plain; charset=UTF-8",
        "",
        command(receiver) || Refusal.text(:by_mail),
      ]
      status = receiver.mail.delivery_status_part if receiver.mail.bounced?
      return plain if status.nil?

      boundary = "status-#{Digest::SHA256.hexdigest(receiver.message_id)}"
      [
        "Content-Type: multipart/report; report-type=delivery-status; boundary=#{boundary}",
        "",
        "--#{boundary}",
        *plain,
        "--#{boundary}",
        "Content-Type: message/delivery-status",
        "",
        status.body.decoded,
        "--#{boundary}--",
      ]
    end
    private_class_method :content

    def self.command(receiver)
      text, = receiver.select_body
      text = text.to_s.strip
      return text if text.casecmp?("unsubscribe")
      text if text.present? && COMMANDS.any? { |name| receiver.public_send(name, text) }
    end
    private_class_method :command
  end
end
