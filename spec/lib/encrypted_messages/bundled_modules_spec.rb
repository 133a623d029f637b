# frozen_string_literal: true

require "open3"

RSpec.describe EncryptedMessages::BundledModules do
  plugin = EncryptedMessages::Engine.root.to_s

  # A fresh clone with packages installed, and without the modules.
  def cloned(root)
    %w[package.json pnpm-lock.yaml bin lib test/vectors].each do |path|
      FileUtils.mkdir_p(File.dirname("#{root}/#{path}"))
      FileUtils.cp_r("#{EncryptedMessages::Engine.root}/#{path}", "#{root}/#{path}")
    end
    File.symlink("#{EncryptedMessages::Engine.root}/node_modules", "#{root}/node_modules")
  end

  around do |example|
    if !File.exist?("#{plugin}/node_modules/fast-check")
      skip "The packages are installed for a site only"
    end
    Dir.mktmpdir do |root|
      @root = root
      cloned(root)
      example.run
    end
  end

  attr_reader :root

  def make(tests: false)
    described_class.new(root, tests:).make
  end

  def modules
    Dir.glob(%w[assets/**/*.js test/javascripts/vendor/*.js public/javascripts/*.js], base: root)
  end

  def written
    modules.to_h { |path| [path, File.stat("#{root}/#{path}").mtime] }
  end

  it "makes what is missing, what was made of other packages, and nothing else (S13)" do
    expect { make }.to output(/Bundling/).to_stderr
    expect(
      modules.map { |path| File.basename(path, ".js")[/\A[a-z-]+?(?=-[A-Z0-9]{8}|\z)/] },
    ).to match_array(%w[dompurify idb-keyval zxcvbn-url zxcvbn])
    before = written
    expect { make }.not_to output.to_stderr
    expect(written).to eq(before)

    FileUtils.rm("#{root}/assets/javascripts/discourse/vendor/idb-keyval.js")
    expect { make }.to output(/Bundling/).to_stderr
    expect(modules).to match_array(before.keys)
  end

  it "makes the tests' too where core compiles them, or nothing of the plugin would start (S13)" do
    make
    make(tests: true)
    expect(modules).to include(
      "test/javascripts/vendor/vectors.js",
      "test/javascripts/vendor/fast-check.js",
    )
    before = written
    make
    expect(written).to eq(before)
  end

  it "makes them anew after an update (S13)" do
    expect { make }.to output(/Bundling/).to_stderr
    File.write("#{root}/bin/lib/zxcvbn.mjs", "// newer\n", mode: "a")
    before = written
    expect { make }.to output(/Bundling/).to_stderr
    expect(written.values.min).to be > before.values.max
  end

  describe "where the packages are not installed" do
    # A machine on which only `programs` are installed, so without a registry or without pnpm.
    def with_path(programs)
      path, ENV["PATH"] = ENV["PATH"], programs
      yield
    ensure
      ENV["PATH"] = path
    end

    before do
      FileUtils.rm("#{root}/node_modules")
      FileUtils.mkdir("#{root}/programs")
    end

    def program(name, does)
      File.write("#{root}/programs/#{name}", "#!/bin/sh\n#{does}\n", perm: 0o755)
    end

    it "installs by the lockfile with core's pnpm, those of the tests where they are compiled (S13)" do
      program("pnpm", %(echo "$@" >> installed))
      program("node", "echo bundled >> installed")
      with_path("#{root}/programs") do
        [false, true].each { |tests| expect { make(tests:) }.to output(/Bundling/).to_stderr }
      end
      expect(File.readlines("#{root}/installed")).to match(
        [
          /install --frozen-lockfile --prod=true .*manage-package-manager-versions=false/,
          "bundled\n",
          /install --frozen-lockfile --prod=false/,
          "bundled\n",
        ],
      )
    end

    it "ends with the one command to type where it cannot (S13)" do
      command =
        %r{cd #{Regexp.escape(root)} && pnpm .*install.* --prod=true.* && node bin/build-vendor\.mjs$}
      with_path("#{root}/programs") do
        expect { make }.to raise_error(SystemExit).and output(command).to_stderr
      end
      expect(modules).to be_empty
    end
  end

  it "lets one of several processes that start at once do it (S13)" do
    outputs =
      Array
        .new(3) do
          Thread.new do
            Open3.capture2e(
              RbConfig.ruby,
              "-r#{plugin}/lib/encrypted_messages/bundled_modules",
              "-e",
              "EncryptedMessages::BundledModules.new(#{root.inspect}, tests: false).make",
            )
          end
        end
        .map(&:value)
    expect(outputs.map { |_, status| status.success? }).to all(be(true))
    expect(outputs.map(&:first).grep(/Bundling/).size).to eq(1)
  end
end
