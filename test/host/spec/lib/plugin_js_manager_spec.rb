# frozen_string_literal: true

require "open3"
require "rake"

# How core comes to compile plugins: by rake, before specs, and in the development server, always in a process that has
# run their plugin.rb.
RSpec.describe Plugin::JsManager do
  describe "the tasks" do
    let(:rake) do
      Rake::Application.new.tap do |rake|
        before, Rake.application = Rake.application, rake
        Rake::Task.define_task(:environment)
        Rake.load_rakefile("#{Discourse::ROOT}/lib/tasks/assets.rake")
      ensure
        Rake.application = before
      end
    end

    it "compile in a process that has the plugins" do
      expect(rake["assets:precompile:build_plugins"].prerequisites).to include("environment")
      expect(rake["assets:precompile"].prerequisites.first).to eq("precompile:build")
    end

    # As a container is built: nothing is made yet, no database is there, and `assets:precompile` comes later. What stands
    # in for the compiler writes down which modules it finds.
    it "find what plugin.rb has made, in a clone as it was fetched" do
      Dir.mktmpdir do |clone|
        repository = Discourse::REPOSITORY
        files = `git -C #{repository} ls-files --cached --others --exclude-standard`.split("\n")
        files.each do |file|
          next if !File.exist?("#{repository}/#{file}")
          FileUtils.mkdir_p(File.dirname("#{clone}/#{file}"))
          FileUtils.cp("#{repository}/#{file}", "#{clone}/#{file}")
        end
        %w[vendor node_modules].each do |installed|
          File.symlink("#{repository}/#{installed}", "#{clone}/#{installed}")
        end
        FileUtils.mkdir("#{clone}/programs")
        File.write("#{clone}/programs/node", <<~SH, perm: 0o755)
          #!/bin/sh
          case $1 in
          */client/build.mjs) ls #{clone}/assets/javascripts/discourse/vendor/*.js > #{clone}/found ;;
          *) PATH=#{ENV["PATH"]} exec node "$@" ;;
          esac
        SH

        output, status =
          Open3.capture2e(
            {
              "RAILS_ENV" => "demo",
              "PATH" => "#{clone}/programs:#{ENV["PATH"]}",
              "PGHOST" => "#{clone}/none",
              "HOST_TMP" => nil,
              "HOST_LOG" => nil,
            },
            *%W[#{RbConfig.ruby} -S rake -f #{clone}/test/host/Rakefile assets:precompile:build],
          )
        expect(status).to be_success, output
        expect(
          File.readlines("#{clone}/found", chomp: true).map { |path| File.basename(path) },
        ).to eq(%w[dompurify.js idb-keyval.js zxcvbn-url.js])
      end
    end
  end
end
