# frozen_string_literal: true

module EncryptedMessages
  # Whether a draft would put plain text beside an encrypted message.
  class DraftGuard
    # Fields of core's draft: those that hold text, and those that hold the topic's title.
    TEXTS = %w[reply original_text originalText].freeze
    TITLES = %w[title original_title].freeze

    # @param user [User] whose draft it is
    # @param key [String] core's: `topic_<id>` for replies, `post_<id>` or the topic's for edits
    # @param data [String] JSON
    def initialize(user, key, data)
      @user = user
      @key = key.to_s
      @data = data.to_s
    end

    def refused?
      fields = JSON.parse(@data)
      return false unless fields.is_a?(Hash) && encrypted_topic?
      TEXTS.any? { |name| plaintext?(fields[name]) } ||
        TITLES.any? { |name| plain_title?(fields[name]) }
    rescue JSON::ParserError
      false
    end

    private

    def encrypted_topic?
      topic && Conversation.exists?(topic_id: topic.id) && known_to_user?
    end

    # Core keeps drafts under any key. To strangers a refusal would tell which topics are encrypted.
    def known_to_user?
      Guardian.new(@user).can_see?(topic) ||
        ConversationKey.exists?(topic_id: topic.id, user_id: @user.id)
    end

    def topic
      return @topic if defined?(@topic)
      kind, id = @key.match(/\A(topic|post)_(\d{1,9})\z/)&.captures
      id = Post.with_deleted.where(id:).pick(:topic_id) if kind == "post"
      @topic = id && Topic.with_deleted.find_by(id:)
    end

    def plaintext?(text)
      return false if text.blank?
      Envelope.parse_raw(text)
      false
    rescue Wire::Malformed
      true
    end

    def plain_title?(title)
      title.present? && [topic.title, Placeholder.title].exclude?(title)
    end
  end
end
