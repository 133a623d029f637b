# frozen_string_literal: true

module EncryptedMessages
  # Length, entropy and watched words say nothing about ciphertext. Its own length is checked by
  # `PostGuard`, which refuses in an encrypted message whatever is marked and is no envelope. Elsewhere
  # what is marked is a text like any other.
  module PostValidatorExtension
    def post_body_validator(post)
      super unless sealed?(post)
    end

    # The message id tells a repeated request from a new message.
    def unique_post_validator(post)
      super unless sealed?(post)
    end

    private

    # A post that begins a topic is looked at before there is one.
    def sealed?(post)
      return Envelope.whole?(post.raw) if post.topic.nil? && post.topic_id.nil?
      Envelope.marked?(post.raw) && Conversation.of_topic(post.topic, post.topic_id).present?
    end
  end
end
