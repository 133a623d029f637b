# frozen_string_literal: true

require_relative "../support/protocol_decoder"
require_relative "../support/vectors"

# Versions of a message beside each other, and beside what a device has seen before, read by the
# decoder that knows docs/protocol.md alone.
RSpec.describe ProtocolDecoder do
  def read(given)
    known = given["known"]
    described_class::Versions.new(
      place: "here",
      ledger: known.to_h { |entry| [Vectors.bytes(entry["message_id"]), in_ledger(entry)] },
      **Vectors.known(given),
    ).read(
      *given.values_at("previous", "current").map { |raw| described_class::Encoding.from_raw(raw) },
    )
  end

  def in_ledger(entry)
    described_class::Ledger::Seen.new(
      digest: Vectors.bytes(entry["digest"]),
      **entry.slice("place", "revision", "epoch", "author_id").transform_keys(&:to_sym),
    )
  end

  Vectors.read("versions")["accepted"].each do |vector|
    it "shows #{vector["name"]} (R9)" do
      expect(read(vector["given"]).map { |version| Vectors.fields(version) }).to eq(
        vector["gives"].values_at("previous", "current"),
      )
    end
  end

  Vectors.read("versions")["refused"].each do |vector|
    it "refuses #{vector["name"]}, and shows the other (R9)" do
      previous, current = read(vector["given"])
      refused, shown = vector["version"] == "current" ? [current, previous] : [previous, current]
      expect(refused).to eq(vector["cause"])
      expect(Vectors.fields(shown)).to eq(vector["shown"])
    end
  end

  def compare(given)
    seen, known = given.values_at("seen", "known")
    before = described_class::Ledger::Entry.new(seen: known && in_ledger(known))
    known =
      given["named"].reduce(before) do |entry, named|
        named = [seen["message_id"], named["revision"], Vectors.bytes(named["digest"])]
        described_class::Ledger.name(described_class::Message::Named.new(*named), entry)
      end
    described_class::Ledger.compare(
      seen["message_id"],
      in_ledger(seen),
      kind: given["kind"].to_sym,
      known:,
      message_at_place: given["message_at_place"],
    )
  end

  Vectors.read("sightings")["accepted"].each do |vector|
    it "takes #{vector["name"]} for what it is (R20)" do
      expect(compare(vector["given"])).to eq(vector.dig("gives", "standing"))
    end
  end

  Vectors.read("sightings")["refused"].each do |vector|
    it "refuses a message #{vector["name"]} (R20)" do
      expect { compare(vector["given"]) }.to raise_error(described_class::Refused, vector["cause"])
    end
  end
end
