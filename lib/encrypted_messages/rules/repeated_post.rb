# frozen_string_literal: true

module EncryptedMessages
  # A client whose connection was lost sends the same bytes again. It is answered with the post that the first request
  # stored.
  module RepeatedPost
    # @param user [User] the author
    # @param raw [String]
    # @yieldreturn [NewPostResult] of the creation, unless the post is there already
    # @return [NewPostResult]
    def self.once(user, raw)
      return yield if !SiteSetting.encrypted_messages_enabled || !Envelope.marked?(raw)

      first = stored(user, raw)
      return first if first

      result = yield
      result.success? ? result : stored(user, raw) || result
    rescue ActiveRecord::RecordNotUnique
      # The first request was stored between the checks of the second and its writing.
      stored(user, raw) || raise
    end

    # @return [NewPostResult, nil] nil when this is no repetition
    def self.stored(user, raw)
      message_id = Envelope.parse_raw(raw).message_id
      post = EncryptedPost.find_by(message_id:)&.post
      return if post.nil? || post.user_id != user.id || post.raw != raw
      NewPostResult.new(:create_post, true).tap { |result| result.post = post }
    rescue Wire::Malformed
      nil
    end
    private_class_method :stored
  end
end
