# frozen_string_literal: true

# See bin/mutate.

require "json"
require "optparse"
require "tempfile"

class Mutate
  ROOT = File.expand_path("../..", __dir__)
  FILES = %w[
    assets/javascripts/discourse/lib/**/*.ts
    lib/encrypted_messages/{wire,rules}/**/*.rb
  ].freeze
  # Those that need no browser, and are about code.
  SPECS = %w[spec/{jobs,lib,mailers,models,requests,serializers,services,tasks}/**/*_spec.rb].freeze
  THRESHOLD = 90 # of 100

  # One change. killed: whether a test noticed
  Change = Struct.new(:file, :line, :column, :was, :became, :killed, keyword_init: true)

  # @param only [Array<String>] what paths of files have to contain one of; empty: all are wanted
  # @param checkout [String]
  # @param specs [Array<String>] that the server's files are tried by
  def initialize(only, checkout, specs)
    @only = only
    @checkout = checkout
    @specs = specs.empty? ? SPECS : specs
  end

  # @return [Array<Change>]
  # @raise [ArgumentError] where no such file is
  def changes
    @changes ||=
      begin
        files = Dir[*FILES, base: @checkout].sort.select { |path| wanted?(path) }
        raise ArgumentError, "No such file: #{@only.join(", ")}" if files.empty?
        heart, server = files.partition { |path| path.end_with?(".ts") }
        by(["node", tool("heart.mjs")], heart) +
          by(["ruby", tool("server.rb")], server, @specs.join(":"))
      end
  end

  def score
    100.0 * changes.count(&:killed) / [changes.size, 1].max
  end

  def enough?
    score >= THRESHOLD
  end

  def to_s
    [*survivors, table].join("\n")
  end

  private

  def wanted?(path)
    @only.empty? || @only.any? { |part| path.include?(part) }
  end

  def tool(name)
    File.join(ROOT, "bin/lib/mutate", name)
  end

  # Databases are those that suites of that name would have.
  def by(tool, files, *arguments)
    return [] if files.empty?
    environment = { "RAILS_ENV" => "test", "HOST_DB_SUFFIX" => "_mutate" }
    Tempfile.create("mutate") do |report|
      command = [*tool, report.path, *arguments, *files]
      done = system(environment, *command, chdir: @checkout, out: $stderr)
      abort "#{files.join(", ")} could not be tried" if !done
      JSON.parse(report.read, symbolize_names: true).map { |row| Change.new(**row) }
    end
  end

  def survivors
    changes
      .reject(&:killed)
      .flat_map do |change|
        [
          "#{change.file}:#{change.line}:#{change.column}",
          change.was.gsub(/^/, "  - "),
          change.became.gsub(/^/, "  + "),
          "",
        ]
      end
  end

  def table
    width = changes.map { |change| change.file.size }.max
    rows =
      changes
        .group_by(&:file)
        .map { |file, all| [file, all.count(&:killed), all.size] }
        .push(["all", changes.count(&:killed), changes.size])
    head = format("%-#{width}s %8s %8s %7s", "", "noticed", "changes", "of 100")
    lines =
      rows.map do |name, killed, all|
        format("%-#{width}s %8d %8d %7.1f", name, killed, all, 100.0 * killed / all)
      end
    [head, *lines]
  end
end

only = []
checkout = Mutate::ROOT
json = false
begin
  OptionParser
    .new do |o|
      o.on("--only A,B", Array) { |parts| only = parts.map(&:strip) }
      o.on("--of PATH") { |path| checkout = File.expand_path(path) }
      o.on("--json") { json = true }
    end
    .parse!
  mutate = Mutate.new(only, checkout, ARGV)
  puts json ? JSON.pretty_generate(mutate.changes.map(&:to_h)) : mutate
  exit mutate.enough?
rescue OptionParser::ParseError, ArgumentError => error
  abort "#{error.message} (see the top of bin/mutate)"
end
