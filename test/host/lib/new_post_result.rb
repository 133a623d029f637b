# frozen_string_literal: true

class NewPostResult
  include HasErrors
  include Serializable

  attr_reader :action
  attr_accessor :reason, :post, :reviewable, :pending_count, :route_to, :message

  def initialize(action, success = false)
    @action = action
    @success = success
  end

  def check_errors_from(object)
    object.errors.empty? ? @success = true : add_errors_from(object)
  end

  def success?
    @success
  end

  def failed?
    !@success
  end
end
