# frozen_string_literal: true

module ProtocolDecoder
  # §8.1: what an epoch's key is derived to.
  class ConversationKey
    # @return [String] 32 bytes each
    attr_reader :content_key, :commitment

    # @param epoch_key [String] 32 bytes
    # @param conversation_id [String] 16 bytes
    def initialize(epoch_key, conversation_id, epoch)
      @content_key, @commitment =
        ["content key", "key commitment"].map do |name|
          Crypto.hkdf(epoch_key, Crypto.purpose(name, conversation_id, epoch))
        end
    end
  end
end
