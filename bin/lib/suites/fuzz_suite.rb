# frozen_string_literal: true

# A few thousand inputs of bin/fuzz: other ones at each run.
class FuzzSuite < HeartSuite
  RUNNER = %w[node test/fuzz/run.mjs --inputs 5000].freeze

  def parse(report)
    super.zip(report).each { |test, reported| test.again = reported["again"] }.map(&:first)
  end

  private

  def command(arguments, report, _seed)
    [*RUNNER, "--report", report, *arguments]
  end
end
