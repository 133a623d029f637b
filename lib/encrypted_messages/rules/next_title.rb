# frozen_string_literal: true

module EncryptedMessages
  # Whether a sealed title may take the place of the one that is stored (docs/protocol.md §3): as a later revision of the
  # same message. To readers another id would be another message put in the title's place.
  module NextTitle
    # @param envelope [Envelope]
    # @param stored [String] base64url
    # @return [Symbol, nil] the reason for a refusal
    def self.refusal(envelope, stored)
      before = Envelope.parse_title(stored)
      fits =
        envelope.kind == :title && envelope.conversation_id == before.conversation_id &&
          envelope.message_id == before.message_id
      return :invalid_title if !fits
      :earlier_version if envelope.revision <= before.revision
    end
  end
end
