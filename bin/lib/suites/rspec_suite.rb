# frozen_string_literal: true

# Examples of RSpec.
class RSpecSuite < Suite
  # @param arguments [Array<String>] the folder, and what else tells which examples they are
  # @param shared [Boolean] whether several processes may share them
  def initialize(name, *arguments, shared: false)
    super(name)
    @arguments = arguments
    @shared = shared
  end

  def parse(report)
    outside = Test.new(name: "outside of examples", status: "failed", seconds: 0, again: "")
    tests =
      report["examples"].map do |example|
        Test.new(
          name: example["full_description"],
          status: example["status"] == "pending" ? "skipped" : example["status"],
          seconds: example["run_time"],
          reason: example["pending_message"],
          fault: example.dig("exception", "message"),
          again: example.values_at("file_path", "line_number").join(":"),
        )
      end
    tests + [outside] * report["summary"]["errors_outside_of_examples_count"]
  end

  private

  def shared?
    @shared
  end

  # Files among the arguments take the place of the suite's folder.
  def command(arguments, report, seed)
    named = arguments.any? { |argument| File.exist?(argument[/[^:\[]+/].to_s) }
    options = %W[--seed #{seed} --format progress --format json --out #{report}]
    options << "--force-color" if $stdout.tty?
    options += %w[--require ./bin/lib/suites/shared_examples.rb] if @shared
    ["bundle", "exec", "rspec", *(@arguments if !named), *options, *arguments]
  end

  def environment(processes)
    {
      SharedExamples::QUEUE => (SharedExamples.new_queue if processes > 1),
      # Seconds, as in core's CI.
      "CAPYBARA_DEFAULT_MAX_WAIT_TIME" => ENV.fetch("CAPYBARA_DEFAULT_MAX_WAIT_TIME", "10"),
    }
  end
end
