# frozen_string_literal: true

# Runs the test suites, then prints which requirements they show, a table of the suites and the sum of all. See bin/test.

require "etc"
require "optparse"
require_relative "suites/changes"
require_relative "suites/job"
require_relative "suites/requirements_table"
require_relative "suites/schedule"
require_relative "suites/shared_examples"
require_relative "suites/suite"

class RunSuites
  QUNIT = %w[node test/host/client/run-qunit.mjs].freeze
  SUITES = [
    Suite.new("qunit", QUNIT),
    Suite.new("firefox", [*QUNIT, "--browser", "firefox"]),
    Suite.new("server", %w[rspec spec --exclude-pattern spec/system/**/*_spec.rb], shared: true),
    Suite.new("host", %w[rspec test/host/spec]),
    Suite.new("system", %w[rspec spec/system], shared: true),
  ].freeze
  NAMES = SUITES.map(&:name).freeze

  # @param names [Array<String>] of the suites to be run
  # @param arguments [Array<String>] for their runners: then one after the other, as they come
  # @param slowest [Integer] how many of the slowest tests of each suite to name
  def initialize(names, arguments, slowest:)
    @suites = SUITES.select { |suite| names.include?(suite.name) }
    @partial = arguments.any? || @suites != SUITES
    @places = arguments.any? ? 1 : Etc.nprocessors
    @slowest = slowest
    @suites.each { |suite| suite.plan(@places, arguments) }
  end

  # Returns whether everything passed.
  def run
    build_clients if @places > 1
    Schedule.new(@suites, @places).run
    requirements = RequirementsTable.new(@suites.flat_map(&:tests), partial: @partial)
    puts requirements
    @suites.each { |suite| print_slowest(suite) } if @slowest.positive?
    print_summary
    @suites.all? { |suite| suite.ended? && suite.failed.zero? } && requirements.complete?
  end

  private

  # Once, before several processes need them.
  def build_clients
    build = %w[node test/host/client/build.mjs]
    builds = []
    builds << spawn(*build) if needed?("host", "system")
    # where test/host/client/run-qunit.mjs looks for it
    if needed?("qunit", "firefox")
      builds << spawn({ "HOST_CLIENT_OUT" => "tmp/host/qunit/all" }, *build, "--test")
    end
    built = builds.map { |pid| Process.wait2(pid).last.success? }
    abort "The client could not be built" if !built.all?
  end

  def needed?(*names)
    @suites.any? { |suite| names.include?(suite.name) }
  end

  def print_slowest(suite)
    puts "", "The slowest of #{suite.name}:"
    suite
      .tests
      .max_by(@slowest, &:seconds)
      .each { |test| puts format("%8.2f s  %s", test.seconds, test.name) }
  end

  def print_summary
    puts "", format("%-10s %8s %8s %8s %8s", "", "passed", "failed", "skipped", "seconds")
    ended = @suites.select(&:ended?)
    ended.each do |suite|
      numbers = [suite.passed, suite.failed, suite.skipped, suite.seconds]
      puts format("%-10s %8d %8d %8d %8.1f", suite.name, *numbers)
      suite.skipped_why.each { |why, count| puts "           #{count} skipped: #{why}" }
    end
    (@suites - ended).each { |suite| puts format("%-10s was not run to its end", suite.name) }
    sums = %i[passed failed skipped].map { |figure| ended.sum(&figure) }
    puts "", format("%d passed, %d failed, %d skipped", *sums)
  end
end

names = RunSuites::NAMES
slowest = 0
OptionParser
  .new do |o|
    o.on("--only A,B", Array, "Only these of #{names.join(", ")}") { |only| names = only }
    o.on("--changed [COMMIT]", "Only what a change needs") do |base|
      changes = Changes.new(base)
      puts changes
      names = changes.suites
    end
    o.on("--slowest N", Integer, "Name the slowest tests of each suite") { |n| slowest = n }
  end
  .parse!
unknown = names - RunSuites::NAMES
abort "No such suite: #{unknown.join(", ")}" if unknown.any?

exit RunSuites.new(names, ARGV, slowest:).run
