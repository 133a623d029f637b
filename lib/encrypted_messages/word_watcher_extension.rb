# frozen_string_literal: true

module EncryptedMessages
  # A short word between two dashes turns up in ciphertext by chance: with a long list of three-letter
  # words, in some messages of a thousand. What the words are looked for in is what can be read.
  module WordWatcherExtension
    def initialize(raw)
      super(raw.is_a?(String) ? raw.gsub(Placeholder::CIPHERTEXT, "") : raw)
    end
  end
end
