# frozen_string_literal: true

# The client's tests in one browser: see test/host/client/run-qunit.mjs.
class QUnitSuite < Suite
  RUNNER = %w[node test/host/client/run-qunit.mjs].freeze

  def initialize(name, browser)
    super(name)
    @browser = browser
  end

  def parse(report)
    report.map do |test|
      title = test["name"][/[^>]+\z/].strip
      Test.new(
        name: test["name"],
        status: test["status"],
        seconds: test["milliseconds"] / 1000.0,
        # A skipped test has no reason but the end of its name; those that miss a file of one folder count as one.
        reason: title[/[^:]+\z/].strip.sub(%r{/\S+\z}, "/…"),
        fault: test["fault"],
        again: "--filter #{title.inspect}",
      )
    end
  end

  private

  def command(arguments, report, _seed)
    [*RUNNER, "--browser", @browser, "--report", report, *arguments]
  end
end
