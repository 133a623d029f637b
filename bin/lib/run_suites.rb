# frozen_string_literal: true

# Runs the test suites, then prints which requirements they show, a table of the suites, what failed, and the sum of all.
# See bin/test.

require "etc"
require "fileutils"
require "optparse"
require_relative "suites/changes"
require_relative "suites/job"
require_relative "suites/requirements_table"
require_relative "suites/schedule"
require_relative "suites/shared_examples"
require_relative "suites/suite"
require_relative "suites/qunit_suite"
require_relative "suites/heart_suite"
require_relative "suites/fuzz_suite"
require_relative "suites/simulation_suite"
require_relative "suites/rspec_suite"
require_relative "suites/webkit_suite"

class RunSuites
  # A further one has its name in Changes too.
  SUITES = [
    HeartSuite.new("heart"),
    FuzzSuite.new("fuzz"),
    SimulationSuite.new("simulation"),
    QUnitSuite.new("qunit", "chromium"),
    QUnitSuite.new("firefox", "firefox"),
    WebKitSuite.new("webkit"),
    RSpecSuite.new("server", "spec", "--exclude-pattern", "spec/system/**/*_spec.rb", shared: true),
    RSpecSuite.new("host", "test/host/spec", "test/commands", "--tag", "~#{WebKitSuite::TAG}"),
    RSpecSuite.new("system", "spec/system", shared: true),
  ].freeze
  NAMES = SUITES.map(&:name).freeze
  FAULT_LINES = 12

  # @param names [Array<String>] of the suites to be run
  # @param arguments [Array<String>] for the runner of the one that is
  # @param slowest [Integer] how many of the slowest tests of each suite to name
  def initialize(names, arguments, slowest:)
    @suites = SUITES.select { |suite| names.include?(suite.name) }
    @partial = arguments.any? || @suites != SUITES
    @arguments = arguments
    @slowest = slowest
  end

  # Returns whether everything passed.
  def run
    FileUtils.mkdir_p(Job::FOLDER)
    places = @arguments.any? ? 1 : Etc.nprocessors
    @suites.each { |suite| suite.plan(places, @arguments) }
    build_clients if places > 1
    @schedule = Schedule.new(@suites, places).tap(&:run)
    @requirements = RequirementsTable.new(@suites.flat_map(&:tests), partial: @partial)
    print_everything
    passed?
  end

  private

  # Once, before several processes need them.
  def build_clients
    build = %w[node test/host/client/build.mjs]
    builds = []
    builds << [{}, *build] if needed?("webkit", "host", "system")
    # where test/host/client/run-qunit.mjs looks for it
    if needed?("qunit", "firefox", "webkit")
      builds << [{ "HOST_CLIENT_OUT" => "tmp/host/qunit/all" }, *build, "--test"]
    end
    puts "==> Building the client" if builds.any?
    builds.each { |command| system(*command) || abort("The client could not be built") }
  end

  def needed?(*names)
    @suites.any? { |suite| names.include?(suite.name) }
  end

  def passed?
    whole =
      @suites.all? do |suite|
        suite.ended? && suite.tests.any? && suite.with("failed").empty? && suite.broken_jobs.empty?
      end
    whole && @requirements.complete?
  end

  def print_everything
    puts @requirements if !@requirements.empty?
    @suites.each { |suite| print_slowest(suite) } if @slowest.positive?
    print_suites
    print_failures
    print_sums
  end

  def print_slowest(suite)
    puts "", "The slowest of #{suite.name}:"
    suite
      .tests
      .max_by(@slowest, &:seconds)
      .each { |test| puts format("%8.2f s  %s", test.seconds, test.name) }
  end

  def print_suites
    puts "", format("%-10s %8s %8s %8s %8s", "", "passed", "failed", "skipped", "seconds")
    @suites.each do |suite|
      next puts(format("%-10s was not run to its end", suite.name)) if !suite.ended?
      numbers = %w[passed failed skipped].map { |status| suite.with(status).size }
      puts format("%-10s %8d %8d %8d %8.1f", suite.name, *numbers, suite.seconds)
      suite.skipped_why.each { |why, count| puts "           #{count} skipped: #{why}" }
    end
  end

  # Last, where they are looked for, and as what runs each again. With the beginning of what they failed with: of a run
  # elsewhere the end may be all that is kept.
  def print_failures
    lines =
      @suites.flat_map do |suite|
        failed =
          suite
            .with("failed")
            .map do |test|
              fault =
                test
                  .fault
                  .to_s
                  .strip
                  .lines
                  .first(FAULT_LINES)
                  .map { |line| "    #{line.chomp[0, 500]}" }
              ["bin/test --only #{suite.name} -- #{test.again}  # #{test.name}", *fault].join("\n")
            end
        broken = suite.broken_jobs.map { |job| "#{suite.name} ended badly: #{job.log}" }
        broken << "#{suite.name} ran no test" if suite.tests.empty? && broken.empty?
        @schedule.interrupted? ? failed : failed + broken
      end
    puts "", "Failed:", lines if lines.any?
    puts "", "Interrupted." if @schedule.interrupted?
  end

  # A process that ended badly counts as a test that failed.
  def print_sums
    sums =
      %w[passed failed skipped].map { |status| @suites.sum { |suite| suite.with(status).size } }
    sums[1] += @suites.sum { |suite| suite.broken_jobs.size } if !@schedule.interrupted?
    puts "", format("%d passed, %d failed, %d skipped", *sums)
  end
end

names = RunSuites::NAMES
changes = nil
slowest = 0
begin
  OptionParser
    .new do |o|
      o.banner = "Usage: bin/test [--only A,B | --changed [COMMIT]] [--slowest N] [-- ARGUMENTS]"
      o.on("--only A,B", Array, "some of #{names.join(", ")}") { |only| names = only.map(&:strip) }
      o.on("--changed [COMMIT]", "what a change since then needs") do |base|
        changes = Changes.new(base)
      end
      o.on("--slowest N", Integer, "names the slowest tests of each suite") { |n| slowest = n }
    end
    .parse!
  unknown = names - RunSuites::NAMES
  if unknown.any? || names.empty?
    raise ArgumentError,
          "No such suite: #{unknown.join(", ")}; there are #{RunSuites::NAMES.join(", ")}"
  end
  if changes && names != RunSuites::NAMES
    raise ArgumentError, "--changed chooses the suites; --only would too"
  end
  names = changes.suites if changes
  raise ArgumentError, "Arguments go to one suite: name it by --only" if ARGV.any? && !names.one?
rescue OptionParser::ParseError, ArgumentError => error
  abort "#{error.message} (see the top of bin/test)"
end

if changes
  puts changes
  exit if names.empty?
end
begin
  exit RunSuites.new(names, ARGV, slowest:).run
rescue Suite::Busy => error
  abort error.message
rescue Interrupt
  exit 130
end
