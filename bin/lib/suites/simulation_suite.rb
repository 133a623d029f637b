# frozen_string_literal: true

# A few runs of bin/simulate: the same ones at each run.
class SimulationSuite < HeartSuite
  RUNNER = %w[node test/simulation/run.mjs].freeze
  SHORT = %w[--runs 60 --seed 1].freeze

  def parse(report)
    super.zip(report).each { |test, reported| test.again = reported["again"] }.map(&:first)
  end

  private

  def command(arguments, report, _seed)
    [*RUNNER, *(arguments.empty? ? SHORT : arguments), "--report", report]
  end
end
