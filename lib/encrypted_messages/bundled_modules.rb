# frozen_string_literal: true

require "digest"
require "fileutils"
require "json"

module EncryptedMessages
  # A plugin cannot import npm packages, so the few that ship are bundled into modules of our own, from the lockfile
  # (bin/build-vendor.mjs). These modules are not in the repository. Core compiles a plugin's JavaScript in many ways
  # (several rake tasks, the development server, before specs), and a client without such a module only throws errors.
  # All of these ways run plugin.rb first, so it makes the modules, as core installs the gems that a plugin names.
  class BundledModules
    # The file that is written last. Its first line says what the modules were made from.
    LAST = "assets/javascripts/discourse/vendor/zxcvbn-url.js"

    # Makes the modules if they are missing or out of date, or ends the process with the command to type.
    def self.make
      # A server in production compiles nothing, and must start without Node.js and a network.
      return if Rails.env.production? && !rake?
      new(File.expand_path("../..", __dir__), tests: Rails.env.local?).make
    end

    def self.rake?
      defined?(Rake) && Rake.application.top_level_tasks.any?
    end
    private_class_method :rake?

    # @param root [String] the plugin's folder
    # @param tests [Boolean] whether core compiles the tests as well, which it does outside of production
    def initialize(root, tests:)
      @root = root
      @tests = tests
    end

    # Processes that start at the same time wait for the first of them.
    def make
      return if made?
      File.open(File.join(@root, "package.json")) do |file|
        file.flock(File::LOCK_EX)
        made? || build
      end
    end

    private

    def made?
      line = File.open(File.join(@root, LAST), &:readline)
      made = JSON.parse(line.delete_prefix("// "))
      made["from"] == digest && (made["tests"] || !@tests) &&
        made["files"].all? { |file| File.exist?(File.join(@root, file)) }
    rescue SystemCallError, EOFError, JSON::ParserError
      false
    end

    # The same as in bin/build-vendor.mjs.
    def digest
      vectors = Dir.glob("test/vectors/*.{js,json}", base: @root).sort
      files = ["pnpm-lock.yaml", "bin/build-vendor.mjs", "bin/lib/zxcvbn.mjs", *vectors]
      Digest::SHA256.hexdigest(files.map { |file| File.binread(File.join(@root, file)) }.join)
    end

    def build
      warn "Bundling npm packages for discourse-encrypted-messages"
      commands = [*(install if !installed?), "node bin/build-vendor.mjs#{" --test" if @tests}"]
      failed = commands.find { |command| !system(*command.split, chdir: @root, out: :err) }
      abort(<<~MESSAGE) if failed
        discourse-encrypted-messages: `#{failed}` failed (see above), so the npm packages that come with it are not
        bundled, and without them its part of the page could not start. Type this, as the user that owns the folder,
        and then do again what you did:

            cd #{@root} && #{commands.join(" && ")}

        It needs Node.js 20 or later, pnpm as Discourse itself does, and access to the npm registry.
      MESSAGE
    end

    # Uses the pnpm that core is built with, whatever its version (10 and 11 have different options for that), instead
    # of fetching the one that package.json names.
    def install
      "pnpm --filter discourse-encrypted-messages install --frozen-lockfile --prod=#{!@tests} " \
        "--ignore-scripts --config.confirm-modules-purge=false " \
        "--config.manage-package-manager-versions=false --config.pm-on-fail=ignore"
    end

    # pnpm keeps a copy of the lockfile that it has installed.
    def installed?
      FileUtils.identical?(
        File.join(@root, "pnpm-lock.yaml"),
        File.join(@root, "node_modules/.pnpm/lock.yaml"),
      )
    rescue SystemCallError
      false
    end
  end
end
