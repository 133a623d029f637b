# frozen_string_literal: true

require "json_schemer"
require_relative "../support/vectors"

# The form of what test/vectors/ publishes, as its schemas tell it to others.
RSpec.describe Vectors do
  schemas = Dir[File.expand_path("../../test/vectors/schema/*.json", __dir__)].sort
  names = schemas.map { |path| File.basename(path, ".json") } - ["common"]
  published = Dir[File.expand_path("../../test/vectors/*.json", __dir__)]
  published = published.map { |path| File.basename(path, ".json") } - ["private-keys"]

  def schema(name)
    JSONSchemer.schema(
      Pathname(File.expand_path("../../test/vectors/schema/#{name}.json", __dir__)),
    )
  end

  def flaws(name, vectors)
    schema(name)
      .validate(vectors)
      .first(5)
      .map { |flaw| "#{flaw["data_pointer"]}: #{flaw["error"][0, 200]}" }
  end

  it "has a schema for each file, and no other" do
    expect(names).to match_array(published)
  end

  schemas.each do |path|
    it "has a valid schema in #{File.basename(path)}" do
      expect(JSONSchemer.validate_schema(JSON.parse(File.read(path))).first(3)).to eq([])
    end
  end

  names.each do |name|
    it "publishes #{name}.json in the form of its schema" do
      expect(flaws(name, described_class.read(name))).to eq([])
    end
  end

  it "would notice a field more, a field less and another version" do
    grants = described_class.read("grants")
    first = grants["accepted"].first
    changes = [
      grants.except("version"),
      { **grants, "version" => 2 },
      { **grants, "accepted" => [{ **first, "more" => 1 }] },
      { **grants, "accepted" => [{ **first, "given" => first["given"].except("roster") }] },
      { **grants, "refused" => [{ **grants["refused"].first, "cause" => "wrong-mood" }] },
    ]
    expect(changes.map { |changed| schema("grants").valid?(changed) }).to all(eq(false))
  end

  it "lists just the causes that are tried" do
    tried =
      (names - %w[people encodings]).flat_map do |name|
        described_class.read(name)["refused"].map { |vector| vector["cause"] }
      end
    listed = JSON.parse(File.read(schemas.find { |path| path.end_with?("common.json") }))
    expect(listed.dig("$defs", "cause", "enum")).to match_array(tried.uniq)
  end

  it "calls no two cases of a file the same" do
    (names - %w[people encodings]).each do |name|
      vectors = described_class.read(name)
      all = vectors.values_at("accepted", "refused").map { |list| list.map { |one| one["name"] } }
      expect(all.map { |list| list.tally.select { |_, count| count > 1 } }).to eq([{}, {}]), name
    end
  end
end
