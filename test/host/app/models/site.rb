# frozen_string_literal: true

# What every page needs to know of the site.
class Site
  include Serializable

  def initialize(guardian)
    @guardian = guardian
  end

  def groups
    Group.order(:name)
  end
end
