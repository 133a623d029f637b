# frozen_string_literal: true

module EncryptedMessages
  class DraftGuard
    # Text fields of core's draft, `title` apart.
    FIELDS = %w[reply original_text originalText].freeze

    # @param key [String] core's: `topic_<id>` for replies, `post_<id>` or the topic's for edits
    # @param data [String] JSON
    def initialize(key, data)
      @key = key
      @data = data
    end

    def refused?
      fields = JSON.parse(@data)
      fields.is_a?(Hash) && conversation?(fields) && FIELDS.any? { |name| plaintext?(fields[name]) }
    rescue JSON::ParserError
      false
    end

    private

    def conversation?(fields)
      ids = @key.match(/\A(topic|post)_(\d+)\z/)
      return false if ids.nil?
      topic_id = ids[1] == "topic" ? ids[2] : Post.with_deleted.where(id: ids[2]).pick(:topic_id)
      Conversation.exists?(topic_id:)
    end

    def plaintext?(text)
      return false if text.blank?
      Envelope.parse_raw(text)
      false
    rescue Wire::Malformed
      true
    end
  end
end
