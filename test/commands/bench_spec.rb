# frozen_string_literal: true

require "open3"

# That the benchmark runs; how fast something is, no test says.
RSpec.describe "The benchmark" do # rubocop:disable RSpec/DescribeClass
  before { skip("Chromium is not installed") if !File.exist?("/usr/bin/chromium") }

  it "times each row beside its limit" do
    out, errors, status =
      Open3.capture3("bin/bench", "--short", "--json", chdir: Discourse::REPOSITORY.to_s)
    expect(status).to be_success, errors

    rows = JSON.parse(out)["rows"]
    expect(rows.map { |row| row["name"] }).to include("1,000 posts of 2 KB", "unlock")
    rows.each do |row|
      expect(row["runs"].keys).to contain_exactly("limit", "ours")
      expect(row["runs"].values.map { |run| run["median"] }).to all(be > 0)
    end
  end

  it "says what cannot be built" do
    Dir.mktmpdir do |empty|
      _, errors, status =
        Open3.capture3("bin/bench", "--short", "--vs", empty, chdir: Discourse::REPOSITORY.to_s)
      expect(status).not_to be_success
      expect(errors).to include("test/bench/rows/index.ts")
    end
  end
end
