# frozen_string_literal: true

# A test suite: the processes that run it, and what they reported.
class Suite
  attr_reader :name, :jobs

  # @param command [Array<String>] of RSpec, or of a runner that takes --report as test/host/client/run-qunit.mjs does
  # @param shared [Boolean] whether several processes may share its examples
  def initialize(name, command, shared: false)
    @name = name
    @command = command
    @shared = shared
  end

  # @param processes [Integer] at most so many
  # @param arguments [Array<String>] further ones to its runner; files among them take the place of the suite's folder
  # @return [Array<Job>] in which it is then run
  def plan(processes, arguments)
    processes = 1 if !@shared
    seed = Random.rand(65_536)
    queue = SharedExamples.new_queue(name) if processes > 1
    @jobs =
      (1..processes).map do |number|
        id = processes == 1 ? name : "#{name}-#{number}"
        Job.new(self, id, command(arguments, seed), environment(id, queue))
      end
  end

  def ended?
    jobs.all?(&:ended?)
  end

  # Once one process found nothing more to do, a further one would not either.
  def exhausted?
    jobs.any?(&:ended?)
  end

  # From the start of the first process to the end of the last.
  def seconds
    jobs.filter_map(&:ended).max - jobs.filter_map(&:started).min
  end

  # @return [Array<Job::Test>]
  def tests
    @tests ||= jobs.flat_map(&:tests)
  end

  def passed = count("passed")
  def skipped = count("skipped")

  # A process that failed without telling which test did counts as one.
  def failed
    count("failed") + jobs.count(&:failed_silently?)
  end

  # @return [Hash{String => Integer}] reason => how many
  def skipped_why
    tests.select { |test| test.status == "skipped" }.map(&:reason).tally
  end

  private

  def count(status)
    tests.count { |test| test.status == status }
  end

  def command(arguments, seed)
    return *@command, *arguments if @command.first != "rspec"

    files = arguments.any? { |argument| File.exist?(argument[/[^:\[]+/]) }
    options = %W[--format progress --seed #{seed}]
    options += %w[--require ./bin/lib/suites/shared_examples.rb] if @shared
    ["bundle", "exec", *(files ? @command.first(1) : @command), *options, *arguments]
  end

  # Processes have databases of their own, so that what one leaves behind is no other's.
  def environment(id, queue)
    {
      "RAILS_ENV" => "test",
      "HOST_DB_SUFFIX" => "_#{id.tr("-", "_")}",
      SharedExamples::QUEUE => queue,
      # Seconds, as in core's CI.
      "CAPYBARA_DEFAULT_MAX_WAIT_TIME" => ENV.fetch("CAPYBARA_DEFAULT_MAX_WAIT_TIME", "10"),
    }
  end
end
