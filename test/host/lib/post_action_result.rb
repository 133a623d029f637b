# frozen_string_literal: true

# How a like or flag, or taking one back, ended.
class PostActionResult
  include HasErrors

  attr_accessor :success, :post, :post_action, :reviewable, :reviewable_score
  alias_method :success?, :success

  def failed?
    !success
  end
end
