# frozen_string_literal: true

class PostActionResult
  include HasErrors

  attr_accessor :success

  def success?
    !!success
  end

  def failed?
    !success?
  end
end
