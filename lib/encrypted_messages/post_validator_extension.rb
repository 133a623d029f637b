# frozen_string_literal: true

module EncryptedMessages
  # Length, entropy and watched words say nothing about ciphertext. Its own length is checked by
  # `PostGuard`, which refuses whatever is marked and is no envelope.
  module PostValidatorExtension
    def post_body_validator(post)
      super unless Envelope.marked?(post.raw)
    end

    # The message id tells a repeated request from a new message.
    def unique_post_validator(post)
      super unless Envelope.marked?(post.raw)
    end
  end
end
