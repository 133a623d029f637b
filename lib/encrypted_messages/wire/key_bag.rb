# frozen_string_literal: true

module EncryptedMessages
  # What a member's own devices keep of a conversation's key (docs/protocol.md §8.6): nonce, key and tag. Nothing in it says
  # what it is; whoever opens it has to know.
  module KeyBag
    BYTES = 60

    # @param text [String] base64url
    # @return [String] bytes
    # @raise [Wire::Malformed]
    def self.decode(text)
      raise Wire::Malformed unless text.is_a?(String) && text.length == BYTES * 4 / 3
      Wire.decode64(text)
    end
  end
end
