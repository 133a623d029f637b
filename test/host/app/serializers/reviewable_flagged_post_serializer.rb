# frozen_string_literal: true

class ReviewableFlaggedPostSerializer < ReviewableSerializer
  target_attributes :cooked, :raw, :reply_count, :reply_to_post_number, :deleted_at
end
