# frozen_string_literal: true

module EncryptedMessages
  # The outer shape of an encrypted body, title or draft (docs/protocol.md §3). The server has no key, so this is all
  # that it can check.
  class Envelope
    MARKER = "encrypted-message:v1:"

    KINDS = { 1 => :body, 2 => :title, 3 => :draft }.freeze
    # What the epoch of a draft stands for: 0 while its conversation does not exist yet, else 1 (docs/protocol.md §9.4).
    DRAFT_EPOCHS = 0..1
    # In characters of base64url, of the ciphertext alone.
    MIN_LENGTH = 4 * Wire::MIN_CIPHERTEXT_BYTES / 3
    # Titles are padded in shorter steps: 320 bytes, and the tag.
    MIN_TITLE_CIPHERTEXT_BYTES = 336
    REVISIONS = 1..4_294_967_295

    attr_reader :kind, :conversation_id, :epoch, :message_id, :revision

    # Whether a post's raw claims to be an envelope; `parse_raw` says whether it is one.
    def self.marked?(raw)
      raw.is_a?(String) && raw.start_with?(MARKER)
    end

    # Whether raw is an envelope. Its length is not checked: an envelope that is stored may be longer than a setting
    # allows today.
    def self.whole?(raw)
      stored(raw).present?
    end

    # @return [Envelope, nil] what a post's raw holds, of any length; nil where that is no envelope
    def self.stored(raw)
      parse(raw.delete_prefix(MARKER)) if marked?(raw)
    rescue Wire::Malformed
      nil
    end

    # @param raw [String] `posts.raw`: the marker and the envelope, nothing else
    # @raise [Wire::Malformed]
    def self.parse_raw(raw)
      raise Wire::Malformed unless marked?(raw) && raw.length <= max_raw_length
      parse(raw.delete_prefix(MARKER))
    end

    # @param text [String] base64url of an envelope, without the marker
    # @raise [Wire::Malformed]
    def self.parse_title(text)
      raise Wire::Malformed unless text.is_a?(String) && text.length <= max_title_length
      parse_any_title(text)
    end

    # @param text [String] a title as it is stored
    # @return [Integer, nil] nil where it cannot be read any more
    def self.epoch_of_title(text)
      parse_any_title(text).epoch
    rescue Wire::Malformed
      nil
    end

    def self.parse(text, **at_least)
      new(Wire.decode_encrypt0(text, **at_least))
    end
    private_class_method :parse

    # Of any length: a title that is stored may be longer than a setting allows today.
    def self.parse_any_title(text)
      parse(text, at_least: MIN_TITLE_CIPHERTEXT_BYTES)
    end
    private_class_method :parse_any_title

    # The longest raw, in characters. The settings count characters of plain text; docs/protocol.md §3 says how many
    # characters of raw these become.
    def self.max_raw_length
      MARKER.length + sealed_length(max_body_length + SiteSetting.max_topic_title_length)
    end

    # @return [Integer] characters of plain text
    def self.max_body_length
      [SiteSetting.max_post_length, SiteSetting.encrypted_messages_max_body_length].min
    end

    def self.max_title_length
      sealed_length(SiteSetting.max_topic_title_length)
    end

    # Characters of at most 4 bytes each; 640 bytes of other content; padding of at most 12 % or up
    # to 512; 128 bytes around it; base64url makes 4 characters of 3 bytes.
    def self.sealed_length(characters)
      (4 * (1.12 * (4 * characters + 640) + 640) / 3).ceil + 1
    end
    private_class_method :sealed_length

    # @param header what the protected header holds
    # @raise [Wire::Malformed]
    def initialize(header)
      raise Wire::Malformed unless header.is_a?(Hash) && header.size == 7
      unless header[Wire::ALG] == Wire::A256GCM && header[Wire::SUITE] == Wire::SUITE_1
        raise Wire::Malformed
      end

      @kind = KINDS[header[Wire::KIND]]
      @epoch = header[Wire::EPOCH]
      Wire.within(epoch, kind == :draft ? DRAFT_EPOCHS : Wire::EPOCHS)
      raise Wire::Malformed unless kind

      @conversation_id = read_id(header[Wire::CONVERSATION_ID])
      @message_id = read_id(header[Wire::MESSAGE_ID])
      @revision = Wire.within(header[Wire::REVISION], REVISIONS)
    end

    private

    # @return [String] the id as it stands in JSON and in the database
    def read_id(bytes)
      raise Wire::Malformed unless Wire.bytes?(bytes, Wire::ID_BYTES)
      Wire.encode64(bytes)
    end
  end
end
