# frozen_string_literal: true

require "open3"
require "mini_racer"

module PrettyText
  # Runs the client's Markdown engine (test/host/client/discourse-markdown-it) on the server. The modules are bundled
  # by esbuild into tmp/ whenever they have changed.
  class Engine
    SOURCE = File.join(Discourse::ROOT, "client/{discourse-markdown-it,pretty-text}")
    ENTRY = File.join(Discourse::ROOT, "lib/pretty_text/engine/entry.js")
    TIMEOUT = 25_000 # milliseconds for one post

    def initialize
      @context = MiniRacer::Context.new(timeout: TIMEOUT)
      @context.eval(
        "globalThis.window = globalThis; globalThis.console = { log() {}, warn() {}, error() {} };",
      )
      @context.eval(File.read(bundle), filename: "discourse-markdown-it.js")
    end

    # @return [String] sanitized HTML
    def cook(raw, opts = {})
      options = {
        siteSettings: JSON.parse(SiteSetting.client_settings_json),
        topicId: opts[:topic_id],
      }
      @context.call("__cook", raw, options)
    end

    private

    def bundle
      file = File.join(Discourse::TMP_DIR, "pretty-text", "#{digest}.js")
      return file if File.exist?(file)

      FileUtils.mkdir_p(File.dirname(file))
      esbuild = File.join(Discourse::REPOSITORY, "node_modules/.bin/esbuild")
      fresh = "#{file}.#{Process.pid}"
      output, status =
        Open3.capture2e(
          { "NODE_PATH" => File.join(Discourse::ROOT, "node_modules") },
          *[
            esbuild,
            ENTRY,
            "--bundle",
            "--format=iife",
            "--target=es2022",
            "--log-level=error",
            "--outfile=#{fresh}",
          ],
          chdir: Discourse::ROOT,
        )
      raise "Bundling the Markdown engine failed: #{output}" if !status.success?
      File.rename(fresh, file)
      file
    end

    def digest
      files = Dir[File.join(SOURCE, "**/*.js"), ENTRY].sort
      Digest::SHA256.hexdigest(files.map { |file| File.read(file) }.join)
    end
  end
end
