# frozen_string_literal: true

# Which suites a change needs, by the folders that it touches.
class Changes
  EVERYTHING = %w[heart fuzz simulation qunit firefox webkit server host system].freeze
  SERVER = %w[server host system].freeze

  # Beginning of a path => suites; the first that fits counts. What fits none needs everything, as the client does: host's
  # Firefox walks through it, and spec/integrity/ of server reads it.
  FOLDERS = {
    "app/" => SERVER,
    "config/locales/client." => EVERYTHING,
    "config/settings.yml" => EVERYTHING,
    "config/" => SERVER,
    "db/" => SERVER,
    "lib/encrypted_messages/wire/" => ["fuzz", *SERVER],
    "lib/" => SERVER,
    "core-seams.yml" => %w[host],
    "bin/check-core" => %w[host],
    "bin/lib/check_core.rb" => %w[host],
    "bin/lib/core_seams/" => %w[host],
    "bin/mutate" => %w[host],
    "bin/lib/mutate" => %w[host],
    "docs/" => %w[server],
    "README.md" => %w[server],
    "spec/system/" => %w[server system],
    "spec/fixtures/" => SERVER,
    "spec/support/protocol_decoder" => ["fuzz", *SERVER],
    "spec/support/" => SERVER,
    "spec/plugin_helper.rb" => SERVER,
    "spec/" => %w[server],
    "test/commands/" => %w[host],
    "test/bench/" => %w[server host],
    "test/fuzz/" => %w[fuzz server host],
    "test/heart/" => %w[heart server host],
    "test/simulation/" => %w[simulation server host],
    "test/javascripts/unit/lib/" => %w[heart qunit firefox webkit server],
    "test/javascripts/helpers/" => %w[heart fuzz qunit firefox webkit server],
    "test/javascripts/" => %w[qunit firefox webkit server],
    "test/vectors/" => %w[heart fuzz qunit firefox webkit server],
    "test/host/client/tests/" => %w[qunit firefox webkit],
    "test/host/client/qunit/" => %w[qunit firefox webkit],
    "test/host/client/end-to-end.mjs" => %w[webkit host],
    "test/host/client/" => %w[qunit firefox webkit host system],
    "test/host/spec/lib/" => %w[host],
    "test/host/spec/requests/" => %w[host],
    "test/host/" => SERVER,
  }.freeze

  attr_reader :paths

  # @param base [String, nil] a commit; else where this branch left the one that it follows, or the last commit
  # @raise [ArgumentError] where there is no such commit
  def initialize(base = nil)
    base ||= git("merge-base", "HEAD", "@{upstream}").first || "HEAD"
    @base = git("rev-parse", "--verify", "--short", "#{base}^{commit}").first
    raise ArgumentError, "No such commit: #{base}" if !@base
    @paths =
      git("diff", "--no-renames", "--name-only", @base, "--") +
        git("ls-files", "--others", "--exclude-standard")
  end

  # @return [Array<String>] names of suites
  def suites
    EVERYTHING & paths.flat_map { |path| self.class.suites_for(path) }
  end

  def self.suites_for(path)
    FOLDERS.find { |beginning, _| path.start_with?(beginning) }&.last || EVERYTHING
  end

  def to_s
    runs, leaves =
      [suites, EVERYTHING - suites].map { |names| names.empty? ? "nothing" : names.join(", ") }
    "Changed since #{@base}: #{paths.size} #{paths.one? ? "file" : "files"}. That needs #{runs}; left out: #{leaves}."
  end

  private

  def git(*arguments)
    IO.popen(["git", *arguments, err: File::NULL], &:readlines).map(&:chomp)
  end
end
