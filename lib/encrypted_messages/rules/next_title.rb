# frozen_string_literal: true

module EncryptedMessages
  # Whether a sealed title may take the place of the one that is stored (docs/protocol.md §3): as a later revision of the
  # same message. To readers another id would be another message put in the title's place.
  module NextTitle
    # How far a revision may be above the one before: attempts that failed count. Anybody who takes part edits the title,
    # and with the last revision there can be, nobody could any more.
    MAX_STEP = 1000

    # @param envelope [Envelope]
    # @param stored [String] base64url
    # @return [Symbol, nil] the reason for a refusal
    def self.refusal(envelope, stored)
      before = Envelope.parse_title(stored)
      fits =
        envelope.kind == :title && envelope.conversation_id == before.conversation_id &&
          envelope.message_id == before.message_id
      return :invalid_title if !fits || envelope.revision > before.revision + MAX_STEP
      :earlier_version if envelope.revision <= before.revision
    end
  end
end
