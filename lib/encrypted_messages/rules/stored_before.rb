# frozen_string_literal: true

module EncryptedMessages
  # Raised where an author sends other bytes under the id of a message of theirs that is stored. Its answer may have been
  # lost, and it may have been sealed anew since, for who takes part by now. Answered with 409, `error_type` and the post,
  # so that the page can see whether that is what it meant to send.
  class StoredBefore < StandardError
    TYPE = :stored_before

    attr_reader :post_id

    # @param post [Post]
    def initialize(post)
      @post_id = post.id
      super(Refusal.text(:already_exists))
    end
  end
end
