# frozen_string_literal: true

# Runs the test suites one after the other, then prints which requirements they show, a table of the suites and the
# sum of all. See bin/test.

require "fileutils"
require "json"
require "optparse"
require_relative "requirements_table"

class RunSuites
  # Name => command. Those starting with rspec report through its JSON formatter; others write names and results where
  # --report says, and end their output with a line "N passed, N failed, N skipped".
  SUITES = {
    "qunit" => %w[node test/host/client/run-qunit.mjs],
    "firefox" => %w[node test/host/client/run-qunit.mjs --browser firefox],
    "server" => %w[rspec spec --exclude-pattern spec/system/**/*_spec.rb],
    "host" => %w[rspec test/host/spec],
    "system" => %w[rspec spec/system],
  }
  REPORTS = "tmp/test"

  Result =
    Struct.new(
      :name,
      :seconds,
      :passed,
      :failed,
      :skipped,
      :skipped_why,
      :tests,
      keyword_init: true,
    )

  def initialize(names, arguments)
    @names = names
    @arguments = arguments
  end

  # Returns whether everything passed.
  def run
    FileUtils.mkdir_p(REPORTS)
    trap("INT") {} # the running suite gets it too, and says what it has so far
    results = @names.map { |name| run_suite(name, SUITES.fetch(name)) }
    requirements = RequirementsTable.new(results.flat_map { |result| result.tests || [] })
    puts requirements
    print_summary(results)
    results.all? { |result| result.failed.zero? } && (partial? || requirements.complete?)
  end

  private

  # Whether some tests were left out on purpose.
  def partial?
    @arguments.any? || @names != SUITES.keys
  end

  def run_suite(name, command)
    puts "", "\e[1m==> #{name}\e[0m"
    started = now
    result = command.first == "rspec" ? rspec(name, command) : plain(name, command)
    result.name = name
    result.seconds = now - started
    result
  end

  def rspec(name, command)
    report = "#{REPORTS}/#{name}.json"
    FileUtils.rm_f(report)
    options = %W[--format progress --format json --out #{report}]
    # Files that are named take the place of the suite's folder.
    command = command.first(1) if @arguments.any? { |argument| File.exist?(argument[/[^:\[]+/]) }
    succeeded = system(environment(name), "bundle", "exec", *command, *options, *@arguments)
    return Result.new(passed: 0, failed: 1, skipped: 0) if !File.size?(report)

    report = JSON.parse(File.read(report))
    failed, skipped, passed =
      %w[failed pending passed].map { |s| report["examples"].select { |e| e["status"] == s } }
    failures = failed.size + report.dig("summary", "errors_outside_of_examples_count").to_i
    failures = 1 if failures.zero? && !succeeded
    Result.new(
      passed: passed.size,
      failed: failures,
      skipped: skipped.size,
      skipped_why: skipped.map { |example| example["pending_message"] }.tally,
      tests: report["examples"].map { |e| [e["full_description"], e["status"]] },
    )
  end

  def plain(name, command)
    skipped_why = Hash.new(0)
    counts = nil
    report = "#{REPORTS}/#{name}.json"
    FileUtils.rm_f(report)
    command = [*command, "--report", report, *@arguments]
    IO.popen([environment(name), *command, err: %i[child out]]) do |output|
      output.each_line do |line|
        puts line
        skipped_why[reason($1)] += 1 if line =~ /^skipped: (.*) \(\d+ ms\)$/
        counts = [$1, $2, $3] if line =~ /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?/
      end
    end
    passed, failed, skipped = counts&.map(&:to_i) || [0, 1, 0]
    failed = 1 if failed.zero? && !$?.success?
    tests =
      (
        if File.size?(report)
          JSON.parse(File.read(report)).map { |t| t.values_at("name", "status") }
        else
          []
        end
      )
    Result.new(passed:, failed:, skipped:, skipped_why:, tests:)
  end

  # QUnit's skipped tests have no reason but the end of their name; tests that miss a file of one folder count as one.
  def reason(test_name)
    test_name[/[^:>]+\z/].strip.sub(%r{/\S+\z}, "/…")
  end

  # Suites have databases of their own, so that what one leaves behind is no other's.
  def environment(name)
    {
      "RAILS_ENV" => "test",
      "HOST_DB_SUFFIX" => "_#{name}",
      # Several browsers on two cores take their time over making keys.
      "CAPYBARA_DEFAULT_MAX_WAIT_TIME" => ENV.fetch("CAPYBARA_DEFAULT_MAX_WAIT_TIME", "15"),
    }
  end

  def print_summary(results)
    puts "", format("%-10s %8s %8s %8s %8s", "", "passed", "failed", "skipped", "seconds")
    results.each do |r|
      puts format("%-10s %8d %8d %8d %8.1f", r.name, r.passed, r.failed, r.skipped, r.seconds)
      r.skipped_why&.each { |why, count| puts "           #{count} skipped: #{why}" }
    end
    sums = %i[passed failed skipped].map { |field| results.sum(&field) }
    puts "", format("%d passed, %d failed, %d skipped", *sums)
  end

  def now
    Process.clock_gettime(Process::CLOCK_MONOTONIC)
  end
end

names = RunSuites::SUITES.keys
OptionParser
  .new do |o|
    o.on("--only A,B", Array, "Only these of #{names.join(", ")}") { |only| names = only }
  end
  .parse!(into: {})
unknown = names - RunSuites::SUITES.keys
abort "No such suite: #{unknown.join(", ")}" if unknown.any?

exit RunSuites.new(names, ARGV).run
