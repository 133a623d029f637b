# frozen_string_literal: true

# Which suites a change needs, by the folders that it touches.
class Changes
  CLIENT = %w[qunit firefox system].freeze
  SERVER = %w[server system].freeze
  EVERYTHING = %w[qunit firefox server host system].freeze

  # Beginning of a path => suites; the first that fits counts. What fits none needs everything.
  FOLDERS = {
    "assets/stylesheets/" => CLIENT,
    "assets/javascripts/" => [*CLIENT, "host"], # whose Firefox walks through the plugin
    "admin/assets/" => CLIENT,
    "config/locales/client." => [*CLIENT, "server"],
    "app/" => SERVER,
    "config/" => SERVER,
    "db/" => SERVER,
    "lib/" => SERVER,
    "docs/" => %w[server], # spec/integrity/ holds them to what is there
    "README.md" => %w[server],
    "spec/system/" => %w[system],
    "spec/fixtures/" => SERVER,
    "spec/support/" => SERVER,
    "spec/plugin_helper.rb" => SERVER,
    "spec/" => %w[server],
    "test/javascripts/" => %w[qunit firefox],
    "test/vectors/" => %w[qunit firefox server],
    "test/host/client/tests/" => %w[qunit firefox],
    "test/host/client/qunit/" => %w[qunit firefox],
    "test/host/client/firefox-end-to-end.mjs" => %w[host],
    "test/host/client/" => [*CLIENT, "host"],
    "test/host/spec/support/" => %w[server host system],
    "test/host/spec/fabricators/" => %w[server host system],
    "test/host/spec/rails_helper.rb" => %w[server host system],
    "test/host/spec/system/page_objects/" => %w[system],
    "test/host/spec/" => %w[host],
    "test/host/README.md" => %w[server],
    "test/host/" => %w[server host system],
  }.freeze

  # @param base [String, nil] a commit; else where this branch left the one that it follows, or the last commit
  def initialize(base = nil)
    @base = base || git("merge-base", "HEAD", "@{upstream}").first || "HEAD"
  end

  # @return [Array<String>] paths that differ from the base, committed or not, new files among them
  def paths
    @paths ||=
      git("diff", "--name-only", @base, "--") + git("ls-files", "--others", "--exclude-standard")
  end

  # @return [Array<String>] names of suites
  def suites
    EVERYTHING & paths.flat_map { |path| self.class.suites_for(path) }
  end

  def self.suites_for(path)
    FOLDERS.find { |beginning, _| path.start_with?(beginning) }&.last || EVERYTHING
  end

  def to_s
    "#{paths.size} files changed since #{@base[0, 12]}. Left out, since nothing that it tests changed: " +
      ((EVERYTHING - suites).join(", ").then { |names| names.empty? ? "nothing" : names })
  end

  private

  def git(*arguments)
    IO.popen(["git", *arguments, err: File::NULL], &:readlines).map(&:chomp)
  end
end
