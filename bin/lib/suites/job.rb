# frozen_string_literal: true

require "fileutils"
require "json"

# One process of a suite: what it printed, and the tests that it reports to have run.
class Job
  FOLDER = "tmp/test"
  # seconds: how long it took; reason: why it was skipped
  Test = Struct.new(:name, :status, :seconds, :reason)

  attr_reader :suite, :started, :ended, :pid

  def initialize(suite, id, command, environment)
    @suite = suite
    @command = command
    @environment = environment
    FileUtils.mkdir_p(FOLDER)
    @report = "#{FOLDER}/#{id}.json"
    @log = "#{FOLDER}/#{id}.log"
    FileUtils.rm_f([@report, @log])
  end

  # @param aloud [Boolean] whether its output goes to the terminal as it comes, or is kept
  def start(aloud:)
    report = rspec? ? ["--format", "json", "--out", @report] : ["--report", @report]
    @started = now
    @pid = Process.spawn(@environment, *@command, *report, **(aloud ? {} : { %i[out err] => @log }))
  end

  def end_with(status)
    @succeeded = status.success?
    @ended = now
  end

  def ended?
    !ended.nil?
  end

  def output
    File.exist?(@log) ? File.read(@log) : ""
  end

  def tests
    return [] if !File.size?(@report)

    report = JSON.parse(File.read(@report))
    rspec? ? report["examples"].map { |test| example(test) } : report.map { |test| qunit(test) }
  end

  # It died, or what failed is outside of tests; one that found nothing left of a shared suite is fine.
  def failed_silently?
    ended? && !@succeeded && tests.none? { |test| test.status == "failed" }
  end

  private

  def rspec?
    @command.include?("rspec")
  end

  def example(test)
    status = test["status"] == "pending" ? "skipped" : test["status"]
    Test.new(test["full_description"], status, test["run_time"], test["pending_message"])
  end

  # QUnit's skipped tests have no reason but the end of their name; tests that miss a file of one folder count as one.
  def qunit(test)
    reason = test["name"][/[^:>]+\z/].strip.sub(%r{/\S+\z}, "/…")
    Test.new(test["name"], test["status"], test["milliseconds"] / 1000.0, reason)
  end

  def now
    Process.clock_gettime(Process::CLOCK_MONOTONIC)
  end
end
