# frozen_string_literal: true

# Runs the jobs of suites, so many at a time, in the order given. The output of each suite is printed whole, and in the
# order of the suites; a job that runs alone is heard at once.
class Schedule
  HEARTBEAT = 30 # seconds

  # @param suites [Array<Suite>] in the order of their output, planned
  # @param places [Integer] how many jobs run at a time
  def initialize(suites, places)
    @suites = suites
    @places = places
    @running = {}
    @unprinted = suites.dup
  end

  def run
    @waiting = in_order
    @aloud = @places == 1 || @waiting.one?
    interrupted = trap("INT") { @waiting.clear } # those that run get it too, and say what they have so far
    heart = Thread.new { beat }
    until @running.empty? && @waiting.empty?
      start_what_fits
      await_one
      print_what_ended
    end
  ensure
    heart&.kill
    trap("INT", interrupted || "DEFAULT")
  end

  private

  # The first processes of all suites, then the further ones, which help out where there is something left to do.
  def in_order
    first = @suites.map { |suite| suite.jobs.first }
    first + @suites.flat_map { |suite| suite.jobs.drop(1) }
  end

  def start_what_fits
    while @running.size < @places && (job = @waiting.shift)
      next job.suite.jobs.delete(job) if job.suite.exhausted?
      puts header(job.suite) if @aloud
      job.start(aloud: @aloud)
      @running[job.pid] = job
    end
  end

  def await_one
    pid, status = Process.wait2
    @running.delete(pid)&.end_with(status)
  end

  def print_what_ended
    while !@aloud && @unprinted.first&.ended?
      suite = @unprinted.shift
      puts header(suite), suite.jobs.map(&:output)
    end
  end

  def header(suite)
    "\n\e[1m==> #{suite.name}\e[0m"
  end

  def beat
    started = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    loop do
      sleep HEARTBEAT
      next if @aloud
      seconds = Process.clock_gettime(Process::CLOCK_MONOTONIC) - started
      warn format(
             "    … %d s: %s",
             seconds,
             @running.values.map { |job| job.suite.name }.uniq.join(", "),
           )
    end
  end
end
