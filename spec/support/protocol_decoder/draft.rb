# frozen_string_literal: true

module ProtocolDecoder
  # §9.4
  class Draft
    # What a draft belongs to, by its epoch.
    NEW_CONVERSATION = 0
    CONVERSATION = 1

    attr_reader :conversation_id, :message_id, :text, :title

    # @param value what `Encoding` gave
    # @param account_key [String] the reader's
    # @param conversation_id [String, nil] nil for a conversation that does not exist yet
    def self.open(value, account_key:, user_id:, conversation_id: nil, message_id: nil)
      epoch = conversation_id ? CONVERSATION : NEW_CONVERSATION
      known = { conversation_id:, epoch:, message_id:, revision: 1 }
      envelope = Envelope.new(value, kind: :draft, **known)
      key = Crypto.hkdf(account_key, Crypto.purpose("drafts", user_id))
      new(envelope.header, envelope.open(key))
    end

    def initialize(header, content)
      bytes = ->(item) { Fields.bytes?(item) }
      Fields.check(content, { 6 => bytes }, { 7 => bytes })
      @conversation_id, @message_id = header.values_at(:conversation_id, :message_id)
      @text = Encoding.utf8(content[6])
      @title = Encoding.utf8(content[7]) if content.key?(7)
    end
  end
end
