# frozen_string_literal: true

module EncryptedMessages
  # Short words between two dashes occur in ciphertext by chance: with a long list of three-letter words, in some of a
  # thousand messages. So watched words are looked for in everything but whole envelopes. The marker alone exempts no
  # text, or it would hide any word.
  module WordWatcherExtension
    def initialize(raw)
      super(raw.is_a?(String) ? WordWatcherExtension.readable(raw) : raw)
    end

    def self.readable(raw)
      raw.gsub(Placeholder::CIPHERTEXT) { |marked| Envelope.whole?(marked) ? "" : marked }
    end
  end
end
