# frozen_string_literal: true

# The heart's tests, those of them that browsers run too, under Node: see test/heart/run.mjs.
class HeartSuite < QUnitSuite
  RUNNER = %w[node test/heart/run.mjs].freeze

  def initialize(name)
    super(name, nil)
  end

  private

  def command(arguments, report, _seed)
    [*RUNNER, "--report", report, *arguments]
  end
end
