# frozen_string_literal: true

module ProtocolDecoder
  # §3: what bodies, titles and drafts are in.
  class Envelope
    # The smallest padded content and the tag
    MIN_CIPHERTEXT_BYTES = 528

    # @param value what `Encoding` gave
    # @param known [Hash] as `labels` takes it
    def initialize(value, kind:, **known)
      labels = self.class.labels(**known)
      @outer = Cose.encrypt0(value, kind:, labels:, at_least: MIN_CIPHERTEXT_BYTES)
    end

    # What is checked of the header, outside and inside: of each parameter the value that is known, or nil.
    def self.labels(conversation_id: nil, epoch: nil, message_id: nil, revision: nil)
      {
        Label::CONVERSATION => [16, conversation_id, "wrong-conversation"],
        Label::EPOCH => [0..EPOCHS.max, epoch, "wrong-epoch"],
        Label::MESSAGE => [16, message_id, "wrong-message"],
        Label::REVISION => [REVISIONS, revision, "wrong-revision"],
      }
    end

    # @return [Hash] as `labels` takes it
    def header
      values =
        @outer.header.values_at(Label::CONVERSATION, Label::EPOCH, Label::MESSAGE, Label::REVISION)
      %i[conversation_id epoch message_id revision].zip(values).to_h
    end

    # @return the value inside
    def open(key)
      Encoding.cbor(Crypto.unpad(@outer.decrypt(key, "not-decrypted")))
    end
  end
end
