# frozen_string_literal: true

require "json"

# One process of a suite: what it printed, and the tests that it reports to have run.
class Job
  FOLDER = "tmp/test"

  # started, ended: seconds of a clock that only counts; nil before
  attr_reader :suite, :log, :pid, :started, :ended

  # @param report [String] the file that it writes its tests to
  def initialize(suite, id, command, environment, report)
    @suite = suite
    @command = command
    @environment = environment
    @report = report
    @log = File.join(FOLDER, "#{id}.log")
  end

  # @param aloud [Boolean] whether what it prints goes to the terminal too, as it comes
  def start(aloud:)
    @started = now
    reader, writer = IO.pipe
    @pid = Process.spawn(@environment, *@command, %i[out err] => writer)
    writer.close
    @listening = Thread.new { listen(reader, aloud) }
  end

  def end_with(status)
    @listening.join(10) # what it left running may hold the pipe open
    @ended = now
    @succeeded = status.success?
  end

  def output
    File.read(@log)
  end

  # @return [Array<Suite::Test>] once it has ended
  def tests
    @tests ||= File.size?(@report) ? suite.parse(JSON.parse(File.read(@report))) : []
  rescue JSON::ParserError
    @tests = [] # it died while it wrote
  end

  # It died, or what failed is no test of its. (One that found nothing left of a shared suite is whole.)
  def broken?
    (!!ended && !@succeeded && tests.none? { |test| test.status == "failed" }) ||
      !File.size?(@report)
  end

  private

  def listen(reader, aloud)
    File.open(@log, "wb") do |log|
      while (text = reader.readpartial(4096))
        log.write(text)
        log.flush
        $stdout.write(text) if aloud
      end
    rescue EOFError
      nil # it has ended
    end
  end

  def now
    Process.clock_gettime(Process::CLOCK_MONOTONIC)
  end
end
