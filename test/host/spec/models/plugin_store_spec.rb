# frozen_string_literal: true

RSpec.describe PluginStore do
  it "keeps values of several kinds by name" do
    {
      "number" => 3,
      "flag" => false,
      "text" => "tea",
      "list" => [{ "a" => 1 }],
    }.each do |key, value|
      described_class.set("a-plugin", key, value)
      expect(described_class.get("a-plugin", key)).to eq(value)
    end
    described_class.set("a-plugin", "report", { counts: { tea: 2 } })
    expect(described_class.get("a-plugin", "report")[:counts][:tea]).to eq(2)
    expect(described_class.get("other-plugin", "report")).to be_nil
  end
end
