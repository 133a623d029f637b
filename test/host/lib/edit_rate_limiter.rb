# frozen_string_literal: true

class EditRateLimiter < RateLimiter
  def initialize(user)
    super(user, "edit-post", SiteSetting.max_edits_per_day, 1.day.to_i)
  end
end
