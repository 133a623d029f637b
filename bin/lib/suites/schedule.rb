# frozen_string_literal: true

# Runs the jobs of suites, so many at a time, in the order given. The output of each suite is printed whole, and in the
# order of the suites; where one job runs at a time it is heard as it comes.
class Schedule
  HEARTBEAT = 30 # seconds

  # @param suites [Array<Suite>] planned, in the order of their output
  # @param places [Integer] how many jobs run at a time
  def initialize(suites, places)
    @suites = suites
    @places = places
    @running = {}
    @unprinted = suites.dup
  end

  def interrupted?
    @interrupted
  end

  # Returns when all have ended, or, after an interrupt, those that had begun.
  def run
    @waiting = in_order
    @aloud = @places == 1 || @waiting.one?
    trap("INT") { stop } # those that run get it too
    trap("TERM") { stop(tell: "TERM") }
    heart = Thread.new { beat } if !@aloud
    loop do
      start_what_fits
      break if @running.empty?
      await_one
      print_what_ended
    end
  ensure
    heart&.kill
    %w[INT TERM].each { |signal| trap(signal, "DEFAULT") }
  end

  private

  # The first processes of all suites, then the further ones, which help out where there is something left to do.
  def in_order
    first = @suites.map { |suite| suite.jobs.first }
    first + @suites.flat_map { |suite| suite.jobs.drop(1) }
  end

  def start_what_fits
    while @running.size < @places && (job = @waiting.shift)
      next if !job.suite.jobs.include?(job) # spared
      puts header(job.suite) if @aloud
      job.start(aloud: @aloud)
      @running[job.pid] = job
    end
  end

  def await_one
    pid, status = Process.wait2
    job = @running.delete(pid)
    job.end_with(status)
    job.suite.spare_the_rest
  end

  def print_what_ended
    while !@aloud && @unprinted.first&.ended?
      suite = @unprinted.shift
      puts header(suite), suite.jobs.map(&:output)
    end
  end

  def stop(tell: nil)
    warn "\nEnding with the tests that run; interrupt again to end at once."
    @interrupted = true
    @waiting.clear
    @running.each_key { |pid| Process.kill(tell, pid) } if tell
  end

  def header(suite)
    "\n==> #{suite.name}"
  end

  # So that one sees it live.
  def beat
    started = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    loop do
      sleep HEARTBEAT
      seconds = Process.clock_gettime(Process::CLOCK_MONOTONIC) - started
      warn format(
             "    … %d s: %s",
             seconds,
             @running.values.map { |job| job.suite.name }.uniq.join(", "),
           )
    end
  end
end
