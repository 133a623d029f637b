# frozen_string_literal: true

module Email
  # Makes of a mail what its sender meant: an answer, a new message, a like. The mail itself is kept first, whatever
  # comes of it. Core trims quotes and makes uploads of attachments; the host takes the whole text.
  class Receiver
    include UnusualMails

    class ProcessingError < StandardError
    end

    %w[
      EmptyEmailError
      NoBodyDetectedError
      NoSenderDetectedError
      UserNotFoundError
      InactiveUserError
      SilencedUserError
      BadDestinationAddress
      ReplyNotAllowedError
      ReplyUserNotMatchingError
      TopicNotFoundError
      TopicClosedError
      InvalidPost
      InvalidPostAction
      BouncedEmailError
      OldDestinationError
    ].each { |name| const_set(name, Class.new(ProcessingError)) }

    attr_reader :incoming_email, :raw_email, :mail, :message_id

    def initialize(mail_string, opts = {})
      raise EmptyEmailError if mail_string.blank?
      @raw_email = mail_string.dup.force_encoding("UTF-8").scrub
      @mail = Mail.new(@raw_email)
      @message_id = @mail.message_id.presence || Digest::MD5.hexdigest(mail_string)
      @opts = opts
    end

    # @raise ProcessingError and others, for Email::Processor to tell the sender
    def process!
      DistributedMutex.synchronize("process_email_#{Digest::SHA1.hexdigest(@message_id)}") do
        return if @incoming_email = IncomingEmail.find_by(message_id: @message_id)

        # Before anything is kept of the mail.
        raise InvalidPost, "The mail has no date" if @mail.date.nil?
        @from_email = @mail.from&.first&.downcase
        @from_user = User.find_by_email(@from_email)
        @incoming_email = create_incoming_email
        process_internal
      rescue StandardError => e
        @incoming_email.update_columns(error: e.class.name) if @incoming_email
        raise
      end
    end

    def create_incoming_email
      IncomingEmail.create(
        message_id: @message_id,
        raw: Email::Cleaner.new(@raw_email).execute,
        subject: subject,
        from_address: @from_email,
        to_addresses: @mail.to,
        cc_addresses: @mail.cc,
        created_via: IncomingEmail.created_via_types[@opts[:source] || :unknown],
      )
    end

    def process_internal
      handle_bounce if is_bounce?
      raise NoSenderDetectedError if @from_email.blank?
      user = @from_user
      raise UserNotFoundError if !user
      @incoming_email.update_columns(user_id: user.id)
      raise InactiveUserError if !user.active
      raise SilencedUserError if user.silenced?

      body, elided = select_body
      raise NoBodyDetectedError if body.blank?

      if (post = find_related_post)
        return create_reply(user:, raw: body, elided:, post:, topic: post.topic)
      end
      first_exception = nil
      destinations.each do |destination|
        return process_destination(destination, user, body, elided)
      rescue StandardError => e
        first_exception ||= e
      end
      raise first_exception || BadDestinationAddress
    end

    def sent_to_mailinglist_mirror?
      destinations.any? { |each| each.is_a?(Category) && each.mailinglist_mirror? }
    end

    def subject
      @subject ||= @mail.subject.to_s.delete("\u0000")[0..254]
    end

    # @return [Array<Group, Category, PostReplyKey>]
    def destinations
      @destinations ||=
        @mail.destinations.filter_map { |address| self.class.check_address(address) }
    end

    def self.check_address(address)
      if SiteSetting.email_in
        found = Group.find_by(incoming_email: address) || Category.find_by_email(address)
        return found if found
      end
      key = reply_by_email_address_regex.match(address)&.captures&.first
      PostReplyKey.find_by(reply_key: key) if key
    end

    def self.reply_by_email_address_regex
      address = SiteSetting.reply_by_email_address
      return /$a/ if address.blank? # matches nothing
      /#{Regexp.escape(address).sub(Regexp.escape("%{reply_key}"), "(\\h{32})")}/
    end

    def process_destination(destination, user, body, elided)
      if SiteSetting.forwarded_emails_behaviour != "hide" && has_been_forwarded? &&
           process_forwarded_email(destination, user)
        return
      end

      case destination
      when Group
        create_group_post(destination, user, body, elided)
      when Category
        create_topic(user:, raw: body, elided:, title: subject, category: destination.id)
      when PostReplyKey
        post = Post.with_deleted.find(destination.post_id)
        raise ReplyNotAllowedError if !Guardian.new(user).can_create_post?(post.topic)
        raise ReplyUserNotMatchingError if destination.user_id != user.id
        create_reply(user:, raw: body, elided:, post:, topic: post.topic)
      end
    end

    # An answer, when the mail says that it answers one that the sender knows.
    def create_group_post(group, user, body, elided)
      ids = Email::Receiver.extract_reply_message_ids(@mail, max_message_id_count: 5)
      post = Email::MessageIdService.find_post_from_message_ids(ids)
      if post
        return(
          create_reply(user:, raw: body, elided:, post:, topic: post.topic, skip_validations: true)
        )
      end
      create_topic(
        user:,
        raw: body,
        elided:,
        title: subject,
        archetype: Archetype.private_message,
        target_group_names: group.name,
        skip_validations: true,
      )
    end

    # Without a key in the address only where the site lets it be so, and on mailing lists.
    def find_related_post(force: false)
      return if !force && SiteSetting.find_related_post_with_key && !sent_to_mailinglist_mirror?
      ids = Email::Receiver.extract_reply_message_ids(@mail, max_message_id_count: 5)
      Email::MessageIdService.find_post_from_message_ids(ids) if ids.any?
    end

    def self.extract_reply_message_ids(mail, max_message_id_count:)
      [mail.in_reply_to, mail.references].flatten.compact_blank.uniq.first(max_message_id_count)
    end

    # @return [Array(String, String)] the text, and what was cut off it
    def select_body
      part = @mail.multipart? ? @mail.text_part || @mail.html_part : @mail
      [part.decoded.to_s.force_encoding("UTF-8").scrub.strip, ""]
    end

    def is_auto_generated?
      @mail[:precedence].to_s[/list|junk|bulk|auto_reply/i] ||
        @mail[:subject].to_s[/\A\s*(Automatic reply|Out of Office)/i] ||
        @mail[:auto_submitted].to_s[/auto-(generated|replied)/i]
    end

    def post_action_for(body)
      PostActionType.types[:like] if %w[+1 <3 ❤].include?(body.strip.downcase)
    end

    def notification_level_for(body)
      level = { "mute" => :muted, "track" => :tracking, "watch" => :watching }[body.strip.downcase]
      TopicUser.notification_levels[level] if level
    end

    def create_topic(options = {})
      create_post_with_attachments(options)
    end

    def create_reply(options = {})
      raise TopicNotFoundError if options[:topic].nil? || options[:topic].trashed?

      if (type = post_action_for(options[:raw]))
        create_post_action(options[:user], options[:post], type)
      elsif (level = notification_level_for(options[:raw]))
        TopicUser.change(options[:user].id, options[:topic].id, notification_level: level)
      else
        raise TopicClosedError if options[:topic].closed?
        options[:topic_id] = options[:topic].id
        options[:reply_to_post_number] = options[:post]&.post_number
        create_post_with_attachments(options)
      end
    end

    def create_post_action(user, post, type)
      result = PostActionCreator.new(user, post, type).perform
      raise InvalidPostAction if result.failed? && result.forbidden
    end

    # In core attachments become uploads here, before anything else is looked at.
    def create_post_with_attachments(options = {})
      create_post(options)
    end

    def create_post(options = {})
      options[:via_email] = true
      options[:raw_email] = @raw_email
      if sent_to_mailinglist_mirror?
        options[:skip_validations] = true
        options[:skip_guardian] = true
      end
      user = options.delete(:user)

      result = NewPostManager.new(user, options.except(:elided, :post, :topic)).perform
      errors = result.errors.full_messages
      raise InvalidPost, errors.join("\n") if errors.any?

      @incoming_email.update_columns(topic_id: result.post.topic_id, post_id: result.post.id)
      result.post
    end
  end
end
