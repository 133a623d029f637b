# frozen_string_literal: true

module EncryptedMessages
  # A short word between two dashes turns up in ciphertext by chance: with a long list of three-letter
  # words, in some messages of a thousand. What the words are looked for in is what can be read: all but
  # whole envelopes, or the marker would hide any word from them.
  module WordWatcherExtension
    def initialize(raw)
      super(raw.is_a?(String) ? WordWatcherExtension.readable(raw) : raw)
    end

    def self.readable(raw)
      raw.gsub(Placeholder::CIPHERTEXT) { |marked| Envelope.whole?(marked) ? "" : marked }
    end
  end
end
