# frozen_string_literal: true

require_relative "../../bin/lib/suites/changes"

# What `bin/test --changed` goes by.
RSpec.describe Changes do
  root = File.expand_path("../..", __dir__)
  files = IO.popen(%w[git ls-files], chdir: root, err: File::NULL, &:readlines).map(&:chomp)

  it "knows no folder that is not there" do
    skip "not a git checkout" if files.empty?
    dead =
      described_class::FOLDERS.keys.reject do |beginning|
        files.any? { |path| path.start_with?(beginning) }
      end
    expect(dead).to be_empty
  end

  it "takes the suites that a file is tested by" do
    {
      "assets/javascripts/discourse/lib/errors.ts" => %w[
        heart
        fuzz
        simulation
        qunit
        firefox
        webkit
        server
        host
        system
      ],
      "lib/encrypted_messages/wire/card.rb" => %w[fuzz server host system],
      "spec/system/drafts_spec.rb" => %w[server system],
      "test/javascripts/unit/lib/vectors-test.ts" => %w[heart qunit firefox webkit server],
      "test/javascripts/acceptance/encrypted-messages-menu-test.ts" => %w[
        qunit
        firefox
        webkit
        server
      ],
      "spec/requests/encrypted_messages/flags_spec.rb" => %w[server],
      "test/host/spec/lib/search_spec.rb" => %w[host],
      "docs/protocol.md" => %w[server],
    }.each { |path, suites| expect(described_class.suites_for(path)).to eq(suites), path }
  end

  it "takes everything for what is in no such folder" do
    %w[Gemfile.lock pnpm-lock.yaml bin/lib/prepare plugin.rb new/place.rb].each do |path|
      expect(described_class.suites_for(path)).to eq(described_class::EVERYTHING), path
    end
  end
end
