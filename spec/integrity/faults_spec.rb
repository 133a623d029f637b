# frozen_string_literal: true

require_relative "../support/fault_table"

# What docs/faults.md claims to have been tried: all deeds, all that can happen to each of their requests.
describe FaultTable do
  let(:root) { File.expand_path("../..", __dir__) }
  let(:document) { File.read(File.join(root, "docs/faults.md")) }
  let(:rows) { described_class.rows_in(document) }

  before { skip("documents are not here") if !File.exist?(File.join(root, "docs/faults.md")) }

  it "has a row for each deed that is tried, and no other" do
    specs = Dir[File.join(root, "spec/system/faults/*_spec.rb")].map { |path| File.read(path) }
    deeds = specs.join.scan(/^  deed "(.+)" do$/).flatten
    expect(deeds).not_to be_empty
    expect(rows.map(&:first)).to match_array(deeds)
  end

  it "leaves out no fault of any request, and has an outcome for each" do
    rows.each do |deed, *numbers|
      requests, writing, commits, faults, *outcomes = numbers.map { |number| Integer(number) }
      # cut, killed and closed; where it writes, unanswered; and killed before each commit
      expect([deed, faults]).to eq([deed, 3 * requests + writing + commits])
      expect([deed, outcomes.sum, outcomes.last]).to eq([deed, faults, 0])
      asked = described_class.requests_in(document).fetch(deed).scan(/`(\w+) /).flatten
      expect([deed, asked.size, asked.size - asked.count("GET")]).to eq([deed, requests, writing])
    end
  end
end
