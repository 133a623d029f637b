# frozen_string_literal: true

module EncryptedMessages
  # Whoever, or whichever timer, closes a topic may have something to say about it. In an encrypted
  # message the small action stands without words: its code says what was done.
  module TopicStatusUpdaterExtension
    private

    def create_moderator_post_for(status, opts)
      super(status, topic.encrypted_conversation ? opts.merge(message: "") : opts)
    end
  end
end
