# frozen_string_literal: true

RSpec.describe EncryptedMessages::SealedBook do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }

  def parse(sent)
    described_class.parse(sent, jane.id)
  end

  it "is the root and any shards, on top of the version that was seen" do
    sent = sealed_book(jane, seen: 6, version: 9, shards: [32, 1])
    [sent, sent.merge(version: "6").stringify_keys].each do |book|
      expect(parse(book)).to have_attributes(seen: 6, version: 9)
      expect(parse(book).parts.map(&:part)).to contain_exactly(0, 1, 32)
    end
    expect(parse(sealed_book(jane, seen: 0)).seen).to eq(0)
  end

  it "is nothing else" do
    sent = sealed_book(jane, shards: [2])
    root, shard = sent[:parts].values_at("0", "2")
    parts = [
      nil,
      [root],
      {},
      { "2" => shard },
      { "0" => root, "02" => shard },
      { "0" => root, "33" => sealed_part(jane, part: 33) },
      { "0" => root, "x" => shard },
      { "0" => root, "1" => shard },
      { "0" => sealed_part(pete) },
      { "0" => nil },
    ]
    wrong = parts.map { |given| sent.merge(parts: given) }
    wrong +=
      [nil, "", -1, "-1", "1x", "x1", "1\n", "12345678901"].map { |version| { **sent, version: } }
    [*wrong, nil, [], "book"].each do |book|
      expect { parse(book) }.to raise_error(EncryptedMessages::Wire::Malformed), book.inspect
    end
  end
end
