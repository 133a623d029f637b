# frozen_string_literal: true

module EncryptedMessages
  # What administrators see about encrypted messages: counts and checks, with no member's name and no title.
  class SiteReport
    # @param request [ActionDispatch::Request]
    def initialize(request)
      @request = request
    end

    # @return [Hash] `time` in milliseconds since 1970, to compare a browser's clock with
    def to_h
      {
        counts: {
          members: UserCustomField.where(name: Identity::CARD).distinct.count(:user_id),
          conversations: Conversation.count,
          posts: EncryptedPost.count,
        },
        checks: SiteChecks.new(@request).all.map(&:to_h),
        time: (Time.zone.now.to_f * 1000).round,
      }
    end
  end
end
