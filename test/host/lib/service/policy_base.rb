# frozen_string_literal: true

# A policy that has a file of its own and can say why it refused.
class Service::PolicyBase
  attr_reader :context
  delegate :guardian, to: :context

  def initialize(context)
    @context = context
  end
end
