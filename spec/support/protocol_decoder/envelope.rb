# frozen_string_literal: true

module ProtocolDecoder
  # §3: what bodies, titles and drafts are in.
  class Envelope
    # §4.3: lengths of short contents, by kind
    STEPS = { title: [320, 416, 512] }.tap { |steps| steps.default = [512] }.freeze
    TAG_BYTES = 16

    # @param value what `Encoding` gave
    # @param known [Hash] as `labels` takes it
    def initialize(value, kind:, **known)
      labels = self.class.labels(**known)
      @steps = STEPS[kind]
      @outer = Cose.encrypt0(value, kind:, labels:, at_least: @steps.first + TAG_BYTES)
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
      Encoding.cbor(Crypto.unpad(@outer.decrypt(key, "not-decrypted"), @steps))
    end
  end
end
