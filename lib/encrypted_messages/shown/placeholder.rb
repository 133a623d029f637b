# frozen_string_literal: true

module EncryptedMessages
  # What stands where core would show a title or text it does not have: in lists, notifications,
  # excerpts, search, mail, push and webhooks (R4). In the site's language, since it is stored.
  module Placeholder
    MARKED = /#{Regexp.escape(Envelope::MARKER)}[A-Za-z0-9_-]*/
    # Within other text: as long as an envelope is at least. Who writes about the marker writes no such thing.
    CIPHERTEXT = /#{Regexp.escape(Envelope::MARKER)}[A-Za-z0-9_-]{#{Envelope::MIN_LENGTH},}/

    # As long as the site's settings want titles of messages to be, whatever the words are.
    def self.title
      fit(translate("title_placeholder"), SiteSetting.private_message_title_length)
    end

    # @param words [String]
    # @param lengths [Range]
    # @return [String] the words, repeated or cut short until they fit
    def self.fit(words, lengths)
      return words if words.blank?
      # Counted, not tried: a title that somebody sends may be as long as a request.
      separator = " · "
      times = (lengths.begin + separator.length).fdiv(words.length + separator.length).ceil
      Array.new([times, 1].max, words).join(separator)[0, lengths.end].strip
    end

    # Of every language of the plugin: a title stays as it was when the site's language was another, and so does what an
    # open page sends.
    #
    # @return [Array<String>]
    def self.titles
      @titles ||=
        Dir[File.join(Engine.root, "config/locales/server.*.yml")].filter_map do |file|
          YAML.load_file(file).values.first.dig("encrypted_messages", "title_placeholder")
        end
      @titles | [title]
    end

    # Made to fit the lengths that the site's settings asked for then, in any of its languages.
    def self.title?(title)
      length = title.to_s.length
      titles.any? { |words| fit(words, length..length) == title }
    end

    # @return [String, nil] HTML, when the post is encrypted
    def self.cooked(post)
      cooked_text if encrypted?(post)
    end

    # @return [String] HTML
    def self.cooked_text
      "<p>#{ERB::Util.html_escape(translate("post_placeholder"))}</p>"
    end

    # @return [String, nil] Markdown, when the post is encrypted
    def self.text(post)
      translate("post_placeholder") if encrypted?(post)
    end

    # @param raw [String] a post's, or of several posts of the topic
    # @param topic [Topic, nil] nil when it is not known
    # @param guardian [Guardian, nil] the viewer's
    # @return [String] without ciphertext, unless it is for somebody with a key to the topic
    def self.without_key(raw, topic, guardian)
      # Nothing is asked for the ordinary posts of a list.
      return raw if raw.to_s.exclude?(Envelope::MARKER)
      return raw if guardian && Serialization.keys(topic, guardian).any?
      return hide_marked(raw) if topic&.encrypted_conversation
      Envelope.whole?(raw) ? translate("post_placeholder") : raw
    end

    # Of an encrypted message, in which nothing else is marked. It may have been cut short.
    #
    # @param text [String, nil]
    def self.hide_marked(text)
      text&.gsub(MARKED) { translate("post_placeholder") }
    end

    # For where nobody knows whose text it is, and what it is part of.
    #
    # @param text [String, nil]
    def self.hide_ciphertext(text)
      text&.gsub(CIPHERTEXT) { translate("post_placeholder") }
    end

    # @return [String, nil] HTML, when the post is encrypted
    def self.cooked_for_review(post)
      text = text_for_review(post)
      "<p>#{ERB::Util.html_escape(text)}</p>" if text
    end

    # @return [String, nil] when the post is encrypted: why its reviewer sees none of it
    def self.text_for_review(post)
      translate("review_placeholder") if encrypted?(post)
    end

    # Somebody's answer by mail would be plain text, so it is not asked for (R25). And programs for mail take two
    # messages with one subject for one, so it has the topic's number, which is in the link as well.
    def self.email_options(options)
      post = options[:post]
      return options if !encrypted?(post)
      title = translate("title_in_mail", number: post.topic_id)
      options.merge(title:, allow_reply_by_email: false)
    end

    # The HTML part of a mail is made from `cooked`, but the text part from `raw`.
    #
    # @param body [String]
    # @param options [Hash] of the mail: `topic_id`
    def self.email_body(body, options)
      return body if body.to_s.exclude?(Envelope::MARKER)
      Conversation.exists?(topic_id: options[:topic_id]) ? hide_marked(body) : hide_ciphertext(body)
    end

    # Whether a text is an encrypted one: in an encrypted message whatever claims to be, elsewhere what
    # is beyond doubt. Anybody may write about the marker.
    #
    # @param raw [String, nil] the post's own, or an earlier one
    # @param post [Post]
    def self.ciphertext?(raw, post)
      Envelope.marked?(raw) &&
        (Envelope.whole?(raw) || Conversation.of_topic(post.topic, post.topic_id).present?)
    end

    def self.encrypted?(post)
      ciphertext?(post&.raw, post)
    end
    private_class_method :encrypted?

    def self.translate(key, **values)
      I18n.t("encrypted_messages.#{key}", locale: SiteSetting.default_locale, **values)
    end
    private_class_method :translate
  end
end
