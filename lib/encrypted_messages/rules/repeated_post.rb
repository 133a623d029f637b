# frozen_string_literal: true

module EncryptedMessages
  # A client whose connection was lost sends the same bytes again. It is answered with the post that the first request
  # stored. Of other bytes under the same id it learns that there is one.
  module RepeatedPost
    # @param user [User] the author
    # @param raw [String]
    # @yieldreturn [NewPostResult] of the creation, unless the post is there already
    # @return [NewPostResult]
    # @raise [StoredBefore]
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

    # @return [NewPostResult, nil] nil when there is none of that author's
    # @raise [StoredBefore]
    def self.stored(user, raw)
      message_id = Envelope.parse_raw(raw).message_id
      post = Post.with_deleted.find_by(id: EncryptedPost.where(message_id:).select(:post_id))
      return if post.nil? || post.user_id != user.id
      raise StoredBefore.new(post) if post.raw != raw || post.trashed?
      NewPostResult.new(:create_post, true).tap { |result| result.post = post }
    rescue Wire::Malformed
      nil
    end
    private_class_method :stored
  end
end
