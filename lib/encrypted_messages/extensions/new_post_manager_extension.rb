# frozen_string_literal: true

module EncryptedMessages
  # Not a handler of `NewPostManager`: with more than one handler, core expects that posts may be queued for approval.
  # And a handler cannot see how the creation ended.
  module NewPostManagerExtension
    # @return [NewPostResult]
    def perform
      RepeatedPost.once(user, args[:raw]) { super }
    end
  end
end
