# frozen_string_literal: true

module EncryptedMessages
  # What stands where core would show a title or text it does not have: in lists, notifications,
  # excerpts, search, mail, push and webhooks (R4). In the site's language, since it is stored.
  module Placeholder
    CIPHERTEXT = /#{Regexp.escape(Envelope::MARKER)}[A-Za-z0-9_-]*/

    def self.title
      translate("title_placeholder")
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

    # @param text [String] a post's raw, or more that holds some
    # @param guardian [Guardian, nil] the viewer's
    # @return [String] without ciphertext, unless it is for somebody with a key to the topic
    def self.without_key(text, topic, guardian)
      guardian && Serialization.keys(topic, guardian).any? ? text : hide_ciphertext(text)
    end

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

    # Somebody's answer by mail would be plain text, so it is not asked for (R25).
    def self.email_options(options)
      encrypted?(options[:post]) ? options.merge(allow_reply_by_email: false) : options
    end

    def self.encrypted?(post)
      Envelope.marked?(post&.raw)
    end
    private_class_method :encrypted?

    def self.translate(key)
      I18n.t("encrypted_messages.#{key}", locale: SiteSetting.default_locale)
    end
    private_class_method :translate
  end
end
