# frozen_string_literal: true

# Changes methods of the server's code in one place after the other, and tries whether an example notices. It loads all specs
# once, looks which examples reach which lines, and tries each change by those, in a process of its own. See bin/mutate.
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
  LIMIT = 120 # seconds: what takes longer does not end

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
      @examples = Hash.new { |found, file| found[file] = Hash.new { |ids, line| ids[line] = [] } }
      count
    end

    # @return [Hash{String => String}] the ids of those that fail as the code is, and so can tell nothing => why
    attr_reader :failed

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
    end

    def example_finished(notification)
      note([notification.example.id])
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
    def none?
      !@failed
    end

    def example_failed(_notification)
      @failed = RSpec.world.wants_to_quit = true
    end
  end

  def initialize(files, specs)
    @files = files.to_h { |file| [file, File.read(file)] }
    options = RSpec::Core::ConfigurationOptions.new(["--order", "defined", *specs])
    @runner = RSpec::Core::Runner.new(options)
    @runner.setup($stderr, $stderr)
    abort "The specs cannot be loaded" if RSpec.world.wants_to_quit
  end

  # @return [Array<Hash>]
  def rows
    RSpec.configuration.with_suite_hooks do
      reach, failed = in_child(limit: nil) { reach_of_examples }
      warn "Left out, since they fail as the code is:", *failed.values if failed.any?
      @files.flat_map do |file, source|
        RubyMutations.of(source).map { |mutation| row(file, source, mutation, reach) }
      end
    end
  end

  private

  def row(file, source, mutation, reach)
    last = mutation.line + mutation.was.count("\n")
    ids =
      (mutation.line..last).flat_map { |line| reach.dig(File.expand_path(file), line) || [] }.uniq
    changed = RubyMutations.apply(source, mutation)
    unnoticed = ids.any? ? in_child { evaluate(file, changed) && pass?(ids) } : true
    $stderr.print(unnoticed ? "." : "x")
    {
      file:,
      line: mutation.line,
      column: mutation.column,
      was: mutation.was,
      became: mutation.became,
      killed: !unnoticed,
    }
  end

  def reach_of_examples
    Coverage.start
    @files.each_key { |file| load(File.expand_path(file)) } # rubocop:disable Discourse/Plugins/UseRequireRelative
    reach = Reach.new(@files.keys.map { |file| File.expand_path(file) })
    run(RSpec.world.all_examples.map(&:id), reach)
    [reach.to_h, reach.failed]
  end

  def evaluate(file, source)
    eval(source, TOPLEVEL_BINDING, File.expand_path(file), 1) # rubocop:disable Security/Eval
    true
  rescue StandardError, ScriptError
    false
  end

  # Whether these examples pass; the others are not tried after the first that does not.
  def pass?(ids)
    failures = Failures.new
    run(ids, failures)
    failures.none?
  end

  def run(ids, listener)
    ids = ids.to_h { |id| [id, true] }
    reporter = RSpec::Core::Reporter.new(RSpec.configuration)
    heard = Reach::NOTIFICATIONS.select { |name| listener.respond_to?(name) }
    reporter.register_listener(listener, *heard)
    groups = RSpec.world.ordered_example_groups.select { |group| choose(group, ids) }
    groups.each { |group| group.run(reporter) }
  end

  # @return [Boolean] whether there is any of them in the group
  def choose(group, ids)
    chosen =
      group.descendants.flat_map do |child|
        RSpec.world.filtered_examples[child] = child.examples.select do |example|
          ids.key?(example.id)
        end
      end
    chosen.any?
  end

  # What the block gives, of a process that is like this one and ends with it; nil where it does not end.
  def in_child(limit: LIMIT)
    if defined?(ActiveRecord::Base)
      ActiveRecord::Base.connection_handler.clear_all_connections!(:all)
    end
    reader, writer = IO.pipe(binmode: true)
    pid =
      fork do
        reader.close
        $VERBOSE = nil
        [$stdout, $stderr].each { |stream| stream.reopen(File::NULL) }
        answer =
          begin
            Marshal.dump({ value: yield })
          rescue StandardError, ScriptError, SystemExit => error
            Marshal.dump({ error: error.full_message(highlight: false) })
          end
        writer.write(answer)
        writer.close
        exit!(true) # without what RSpec does at the end
      end
    writer.close
    answer = reader.wait_readable(limit) ? Marshal.load(reader) : {} # rubocop:disable Security/MarshalLoad
    answer[:error] ? abort(answer[:error]) : answer[:value]
  rescue EOFError
    abort("A process that tried a change went down") # which says nothing of the change
  ensure
    reader&.close
    if pid
      Process.kill("KILL", pid)
      Process.wait(pid)
    end
  end
end

report, specs, *files = ARGV
specs = specs.split(":").flat_map { |path| File.directory?(path) ? path : Dir[path] }
File.write(report, JSON.dump(ServerMutants.new(files, specs).rows))
