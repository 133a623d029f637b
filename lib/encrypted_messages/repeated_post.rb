# frozen_string_literal: true

module EncryptedMessages
  # A client whose connection was lost sends the very same bytes again. It is answered with the post
  # that the first request stored.
  module RepeatedPost
    # @param manager [NewPostManager]
    # @return [NewPostResult, nil] nil when this is no repetition, which lets core go on
    def self.result(manager)
      post = stored_post(manager.user, manager.args[:raw])
      NewPostResult.new(:create_post, true).tap { |result| result.post = post } if post
    end

    def self.stored_post(user, raw)
      return unless Envelope.marked?(raw)
      message_id = Envelope.parse_raw(raw).message_id
      post = EncryptedPost.find_by(message_id:)&.post
      post if post && post.user_id == user.id && post.raw == raw
    rescue Wire::Malformed
      nil
    end
    private_class_method :stored_post
  end
end
