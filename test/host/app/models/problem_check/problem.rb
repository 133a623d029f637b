# frozen_string_literal: true

class ProblemCheck::Problem
  attr_reader :message, :priority, :identifier

  def initialize(message, priority: "low", identifier: nil)
    @message = message
    @priority = priority
    @identifier = identifier
  end

  def to_s
    message
  end
end
