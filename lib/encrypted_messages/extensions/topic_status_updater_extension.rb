# frozen_string_literal: true

module EncryptedMessages
  # Whoever closes a topic can add a reason, and so can a timer. In an encrypted message the small action has no text:
  # its code says what was done.
  module TopicStatusUpdaterExtension
    private

    def create_moderator_post_for(status, opts)
      super(status, topic.encrypted_conversation ? opts.merge(message: "") : opts)
    end
  end
end
