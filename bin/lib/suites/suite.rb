# frozen_string_literal: true

# A test suite: the processes that run it, and what they reported. What a runner needs is told by the classes below this.
class Suite
  # seconds: how long it took; reason: why it was skipped; fault: what it failed with; again: arguments that run it alone
  Test = Struct.new(:name, :status, :seconds, :reason, :fault, :again, keyword_init: true)

  class Busy < StandardError
  end

  attr_reader :name, :jobs

  def initialize(name)
    @name = name
    @jobs = []
  end

  # @param processes [Integer] at most so many
  # @param arguments [Array<String>] further ones to its runner
  # @return [Array<Job>] in which it is then run
  # @raise [Busy] where another run is at it in this checkout: they would write to the same files
  def plan(processes, arguments)
    @lock = File.open("#{Job::FOLDER}/#{name}.lock", "w")
    free = @lock.flock(File::LOCK_EX | File::LOCK_NB)
    raise Busy, "#{name} is being run in this checkout already" if !free
    processes = 1 if !shared?
    FileUtils.rm_f(Dir["#{Job::FOLDER}/#{name}{,-*}.{json,log}"])
    environment = environment(processes)
    seed = Random.rand(65_536)
    @jobs =
      (1..processes).map do |number|
        id = processes == 1 ? name : "#{name}-#{number}"
        report = File.join(Job::FOLDER, "#{id}.json")
        # Processes have databases of their own, so that what one leaves behind is no other's.
        database = { "RAILS_ENV" => "test", "HOST_DB_SUFFIX" => "_#{id.tr("-", "_")}" }
        Job.new(self, id, command(arguments, report, seed), environment.merge(database), report)
      end
  end

  # Further processes, once one of them has found nothing more to do.
  def spare_the_rest
    jobs.select!(&:started) if jobs.any?(&:ended)
  end

  def ended?
    jobs.any? && jobs.all?(&:ended)
  end

  # From the start of the first process to the end of the last.
  def seconds
    jobs.map(&:ended).max - jobs.map(&:started).min
  end

  # @return [Array<Test>]
  def tests
    @tests ||= jobs.flat_map(&:tests)
  end

  def with(status)
    tests.select { |test| test.status == status }
  end

  # Processes that died, or failed otherwise than by a test.
  def broken_jobs
    jobs.select(&:broken?)
  end

  # @return [Hash{String => Integer}] reason => how many
  def skipped_why
    with("skipped").map(&:reason).tally
  end

  private

  # Whether several processes may share its tests.
  def shared?
    false
  end

  def environment(_processes)
    {}
  end
end
