# frozen_string_literal: true

module EncryptedMessages
  # The words that stand in place of an encrypted title or text: in lists, notifications, excerpts, search, mail, push
  # and webhooks. They are stored, so they are in the site's language.
  module Placeholder
    MARKED = /#{Regexp.escape(Envelope::MARKER)}[A-Za-z0-9_-]*/
    # An envelope within other text. It has at least the length of the smallest one, so a text about the marker does not
    # match.
    CIPHERTEXT = /#{Regexp.escape(Envelope::MARKER)}[A-Za-z0-9_-]{#{Envelope::MIN_LENGTH},}/

    # The placeholder for titles, repeated or cut so that it has the length that the site's settings ask for.
    def self.title
      fit(translate("title_placeholder"), SiteSetting.private_message_title_length)
    end

    # @param words [String]
    # @param lengths [Range]
    # @return [String] the words, repeated or cut short until they fit
    def self.fit(words, lengths)
      return words if words.blank?
      # The number of times is computed instead of tried, since a title that somebody sends may be as long as a request.
      separator = " · "
      times = (lengths.begin + separator.length).fdiv(words.length + separator.length).ceil
      Array.new([times, 1].max, words).join(separator)[0, lengths.end].strip
    end

    # The placeholder in every language of the plugin. The site's language may have been another when a title was
    # stored, or when an open page was loaded.
    #
    # @return [Array<String>]
    def self.titles
      @titles ||=
        Dir[File.join(Engine.root, "config/locales/server.*.yml")].filter_map do |file|
          YAML.load_file(file).values.first.dig("encrypted_messages", "title_placeholder")
        end
      @titles | [title]
    end

    # Whether this is the placeholder, in any language, and whatever length the settings asked for when it was made.
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

    # @param raw [String] of one post, or of several posts of the topic
    # @param topic [Topic, nil] nil when it is not known
    # @param guardian [Guardian, nil] the viewer's
    # @return [String] the same for a viewer who has a key to the topic, else without ciphertext
    def self.without_key(raw, topic, guardian)
      # Ordinary posts of a list cost no query.
      return raw if raw.to_s.exclude?(Envelope::MARKER)
      return raw if guardian && Serialization.keys(topic, guardian).any?
      return hide_marked(raw) if topic&.encrypted_conversation
      Envelope.whole?(raw) ? translate("post_placeholder") : raw
    end

    # For text from an encrypted message, where whatever has the marker is ciphertext, even if it was cut short.
    #
    # @param text [String, nil]
    def self.hide_marked(text)
      text&.gsub(MARKED) { translate("post_placeholder") }
    end

    # For text of which nobody knows where it comes from: only whole envelopes are replaced.
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

    # @return [String, nil] when the post is encrypted: why the reviewer cannot see its text
    def self.text_for_review(post)
      translate("review_placeholder") if encrypted?(post)
    end

    # An answer by mail would be plain text, so mails do not ask for one. The subject has the topic's number, because
    # mail programs take mails with the same subject for one conversation. The link in the mail has that number, too.
    def self.email_options(options)
      post = options[:post]
      return options if !encrypted?(post)
      title = translate("title_in_mail", number: post.topic_id)
      options.merge(title:, allow_reply_by_email: false)
    end

    # Core makes the HTML part of a mail from `cooked`, but the text part from `raw`.
    #
    # @param body [String]
    # @param options [Hash] of the mail: `topic_id`
    def self.email_body(body, options)
      return body if body.to_s.exclude?(Envelope::MARKER)
      Conversation.exists?(topic_id: options[:topic_id]) ? hide_marked(body) : hide_ciphertext(body)
    end

    # Whether a text is ciphertext. In an encrypted message that is whatever has the marker; elsewhere only a whole
    # envelope, since anybody may write about the marker.
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
