# frozen_string_literal: true

# The client's tests in WebKit, and beside them the way from enabling to a new device (test/host/spec/system/browsers_spec.rb).
class WebKitSuite < QUnitSuite
  TAG = "webkit"

  def initialize(name)
    super(name, "webkit")
    @walk = RSpecSuite.new("#{name}-walk", "test/host/spec/system", "--tag", TAG)
  end

  # Arguments that name a spec go to RSpec, others to QUnit.
  def plan(processes, arguments)
    walked = arguments.any? { |argument| argument.match?(/_spec\.rb\b/) }
    super(processes, walked ? [] : arguments)
    @jobs.clear if walked
    @jobs.concat(@walk.plan(1, arguments)) if walked || arguments.empty?
  end

  # They are not the same tests.
  def spare_the_rest
  end
end
