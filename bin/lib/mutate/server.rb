# frozen_string_literal: true

# Changes methods of the server's code in one place after the other, and tries whether an example notices. It loads all specs
# once, looks which examples reach which lines, and tries each change by those, in another process. See bin/mutate.
#
#   ruby …/server.rb REPORT SPECS FILE…   a row for each change of these files, as JSON to REPORT
#
# SPECS: files, folders and globs, with colons in between.

require "coverage"
require "io/wait"
require "json"
require "rspec/core"
require_relative "ruby_mutations"

class ServerMutants
  # What takes longer than this does not end: seconds of the processor beyond some times what the examples take otherwise,
  # and of the clock, for what waits for ever. How busy the machine is must not decide whether a change was noticed.
  SPARE = 10
  TIMES = 5
  WAITING = 900

  # Which examples reach which lines. What comes before a group's examples counts as reached by all of them.
  class Reach
    NOTIFICATIONS = %i[
      example_group_started
      example_group_finished
      example_started
      example_finished
      example_failed
    ].freeze

    # @param files [Array<String>] absolute paths, of which coverage is being kept
    def initialize(files)
      @files = files
      @groups = []
      @failed = {}
      @seconds = {}
      @examples = Hash.new { |found, file| found[file] = Hash.new { |ids, line| ids[line] = [] } }
      count
    end

    # @return [Hash{String => String}] the ids of those that fail as the code is, and so can tell nothing => why
    attr_reader :failed

    # @return [Hash{String => Float}] ids of examples => how long each takes of the processor, with what comes before it
    attr_reader :seconds

    # @return [Hash{String => Hash{Integer => Array<String>}}] file => line => ids of examples
    def to_h
      @examples.to_h do |file, lines|
        [file, lines.to_h { |line, ids| [line, ids.uniq - failed.keys] }]
      end
    end

    def example_group_started(notification)
      share
      @groups << notification.group
    end

    def example_group_finished(_notification)
      share
      @groups.pop
    end

    def example_started(_notification)
      share
      @started = ServerMutants.seconds
    end

    def example_finished(notification)
      id = notification.example.id
      note([id])
      @seconds[id] = ServerMutants.seconds - @started
    end

    def example_failed(notification)
      example = notification.example
      @failed[example.id] = "#{example.full_description}: #{example.exception.message}"
    end

    private

    def share
      note(@groups.last.descendants.flat_map(&:examples).map(&:id)) if @groups.any?
    end

    def note(ids)
      count.each { |file, lines| lines.each { |line| @examples[file][line].concat(ids) } }
    end

    # @return [Hash] file => lines that were run since it was asked the last time
    def count
      now = Coverage.peek_result.slice(*@files)
      run =
        now.to_h do |file, counts|
          old = @counts ? @counts[file] : []
          [file, counts.each_index.select { |at| counts[at] != old[at] }.map { |at| at + 1 }]
        end
      @counts = now
      run
    end
  end

  # Ends the run with the first.
  class Failures
    # @return [String, nil] the file of the example that failed
    attr_reader :file

    def example_failed(notification)
      @file = notification.example.metadata[:absolute_file_path]
      RSpec.world.wants_to_quit = true
    end
  end

  # What this process has had of the processor.
  def self.seconds
    Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID)
  end

  def initialize(files, specs)
    @files = files.to_h { |file| [file, File.read(file)] }
    options = RSpec::Core::ConfigurationOptions.new(["--order", "defined", *specs])
    @runner = RSpec::Core::Runner.new(options)
    @runner.setup($stderr, $stderr)
    abort "The specs cannot be loaded" if RSpec.world.wants_to_quit
    @noticed = [] # files of examples, the latest first: what is changed next lies beside it
  end

  # Examples are run in other processes than this one alone: V8, by which core makes HTML of Markdown, outlives no fork.
  #
  # @return [Array<Hash>]
  def rows
    load_everything
    RSpec.configuration.with_suite_hooks do
      @reach, @seconds, failed = in_child([nil]) { reach_of_examples }.first.first
      warn "Left out, since they fail as the code is:", *failed.values if failed.any?
      @files.flat_map do |file, source|
        mutations = RubyMutations.of(source)
        mutations
          .zip(noticed(file, source, mutations))
          .map { |mutation, killed| row(file, mutation, killed) }
      end
    end
  end

  private

  def row(file, mutation, killed)
    {
      file:,
      line: mutation.line,
      column: mutation.column,
      was: mutation.was,
      became: mutation.became,
      killed:,
    }
  end

  # One process tries many changes, and puts each back; it goes with one that does not end.
  #
  # @return [Array<Boolean>] whether each was noticed
  def noticed(file, source, mutations)
    killed = []
    mark = ->(answer) { $stderr.print(answer ? "x" : ".") }
    until killed.size == mutations.size
      rest = mutations.drop(killed.size)
      answers, is_endless = in_child(rest, mark) { |mutation| noticed?(file, source, mutation) }
      killed += answers
      killed << true.tap(&mark) if is_endless
    end
    killed
  end

  def noticed?(file, source, mutation)
    path = File.expand_path(file)
    ids = mutation.lines.flat_map { |line| @reach.dig(path, line) || [] }.uniq
    return false if ids.empty?
    limit = self.class.seconds + SPARE + TIMES * @seconds.values_at(*ids).compact.sum
    Process.setrlimit(:CPU, limit.ceil, Process::RLIM_INFINITY)
    by = evaluate(file, RubyMutations.apply(source, mutation)) ? failing_of(ids) : file
    evaluate(file, source)
    @noticed = [by, *@noticed].uniq if by
    !by.nil?
  end

  def reach_of_examples
    load_files # or they would be loaded by their first mention below, and what counts would not be what runs
    Coverage.start
    load_files
    reach = Reach.new(@files.keys.map { |file| File.expand_path(file) })
    run(RSpec.world.all_examples.map(&:id), reach)
    [reach.to_h, reach.seconds, reach.failed]
  end

  # Else each process would do it that tries a change.
  def load_everything
    return if !defined?(Rails)
    Rails.application.eager_load!
    ActiveRecord::Base.descendants.each do |model|
      model.columns if !model.abstract_class? && model.table_exists?
    end
  end

  def load_files
    verbose, $VERBOSE = $VERBOSE, nil
    @files.each_key { |file| load(File.expand_path(file)) } # rubocop:disable Discourse/Plugins/UseRequireRelative
    $VERBOSE = verbose
  end

  def evaluate(file, source)
    eval(source, TOPLEVEL_BINDING, File.expand_path(file), 1) # rubocop:disable Security/Eval
    true
  rescue StandardError, ScriptError
    false
  end

  # The file of the first that fails of these examples, or nil.
  def failing_of(ids)
    failures = Failures.new
    run(ids, failures)
    failures.file
  end

  def run(ids, listener)
    ids = ids.to_h { |id| [id, true] }
    reporter = RSpec::Core::Reporter.new(RSpec.configuration)
    heard = Reach::NOTIFICATIONS.select { |name| listener.respond_to?(name) }
    reporter.register_listener(listener, *heard)
    RSpec.world.wants_to_quit = false
    groups = RSpec.world.ordered_example_groups.select { |group| choose(group, ids) }
    groups
      .sort_by
      .with_index { |group, at| [place_of(group), at] }
      .each { |group| group.run(reporter) }
  end

  def place_of(group)
    @noticed.index(group.metadata[:absolute_file_path]) || @noticed.size
  end

  # @return [Boolean] whether there is any of them in the group
  def choose(group, ids)
    chosen =
      group.descendants.flat_map do |child|
        RSpec.world.filtered_examples[child] = child.examples.select do |example|
          ids.key?(example.id)
        end
      end
    chosen.each { |example| example.display_exception = nil } # of the last time
    chosen.any?
  end

  # What the block gives of each item, in a process that is like this one: as far as it comes, since one that does not end
  # ends the process.
  #
  # @param heard [Proc] called with each answer
  # @return [Array(Array, Boolean)] the answers, and whether the next would not have ended
  def in_child(items, heard = nil)
    if defined?(ActiveRecord::Base)
      ActiveRecord::Base.connection_handler.clear_all_connections!(:all)
    end
    reader, writer = IO.pipe(binmode: true)
    pid =
      fork do
        reader.close
        $VERBOSE = nil
        [$stdout, $stderr].each { |stream| stream.reopen(File::NULL) }
        items.each { |item| writer.write(answer { yield item }) }
        writer.close
        exit!(true) # without what RSpec does at the end
      end
    writer.close
    answers = []
    while answers.size < items.size && (!heard || reader.wait_readable(WAITING))
      answer = Marshal.load(reader) # rubocop:disable Security/MarshalLoad
      abort(answer[:error]) if answer[:error]
      answers << answer[:value]
      heard&.call(answers.last)
    end
    [answers, answers.size < items.size]
  rescue EOFError
    Process.wait(pid)
    pid = nil
    is_endless = $?.termsig == Signal.list["XCPU"]
    # What brings it down says nothing of the change: that one is tried once more.
    abort("A process that tried a change went down") if !is_endless && answers.empty?
    [answers, is_endless]
  ensure
    reader&.close
    if pid
      Process.kill("KILL", pid)
      Process.wait(pid)
    end
  end

  def answer
    Marshal.dump({ value: yield })
  rescue StandardError, ScriptError, SystemExit => error
    Marshal.dump({ error: error.full_message(highlight: false) })
  end
end

report, specs, *files = ARGV
specs = specs.split(":").flat_map { |path| File.directory?(path) ? path : Dir[path] }
File.write(report, JSON.dump(ServerMutants.new(files, specs).rows))
