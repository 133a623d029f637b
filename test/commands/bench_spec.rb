# frozen_string_literal: true

require "open3"

# That the benchmark runs; how fast something is, no test says.
RSpec.describe "The benchmark" do # rubocop:disable RSpec/DescribeClass
  before { skip("Chromium is not installed") if !File.exist?("/usr/bin/chromium") }

  it "times each row beside its limit" do
    out, errors, status =
      Open3.capture3("bin/bench", "--short", "--json", chdir: Discourse::REPOSITORY.to_s)
    expect(status).to be_success, errors

    rows = JSON.parse(out)["rows"].to_h { |row| [row["name"], row["runs"]] }
    expect(rows.keys).to include("1,000 posts of 2 KB", "unlock", "keys made by the dialog")
    beside = rows.values.select { |runs| runs.key?("limit") }
    expect(beside.size).to be > 15
    expect(beside.flat_map { |runs| runs.values.map { |run| run["median"] } }).to all(be > 0)
    expect(rows.values).to all(include("ours"))
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
