# frozen_string_literal: true

module EncryptedMessages
  # Length, entropy and watched words mean nothing for ciphertext. `PostGuard` checks the length of an envelope, and
  # refuses everything in an encrypted message that has the marker and is no envelope. In other topics, a text with the
  # marker is validated like any other.
  module PostValidatorExtension
    def post_body_validator(post)
      super unless sealed?(post)
    end

    # The message id distinguishes a repeated request from a new message.
    def unique_post_validator(post)
      super unless sealed?(post)
    end

    private

    # The first post is validated before there is a topic.
    def sealed?(post)
      return Envelope.whole?(post.raw) if post.topic.nil? && post.topic_id.nil?
      Envelope.marked?(post.raw) && Conversation.of_topic(post.topic, post.topic_id).present?
    end
  end
end
