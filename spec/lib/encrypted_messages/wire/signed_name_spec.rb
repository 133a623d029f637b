# frozen_string_literal: true

# The vectors hold names that must be taken, and ones that must be refused, with the reason (test/vectors).
RSpec.describe EncryptedMessages::SignedName do
  def vectors
    JSON.parse(File.read(File.expand_path("../../../../test/vectors/names.json", __dir__)))
  end

  def opened(given)
    described_class.open(*given.values_at("signed_name", "user_id", "card"))
  end

  it "takes what clients take" do
    vectors["accepted"].each do |vector|
      expect(opened(vector["given"])).to have_attributes(
        user_id: vector["given"]["user_id"],
        **vector["gives"].symbolize_keys,
      )
    end
  end

  it "is nobody else's, although the right key has signed it" do
    jane, pete = Array.new(2) { Fabricate(:user, refresh_auto_groups: true) }
    card = card_for(jane)
    name = ->(**payload) { signed_name(jane, card:, payload: { 1 => jane.id }.merge(payload)) }
    expect(described_class.open(name.(), jane.id, card).username).to eq(jane.username)
    header = { SignedObjects::Label::USER => pete.id }
    others = signed_name(jane, card:, payload: { 1 => pete.id }, header:)
    expect(described_class.open(others, jane.id, card)).to be_nil
  end

  it "refuses what clients refuse" do
    expect(vectors["refused"].size).to be > 20
    vectors["refused"].each { |vector| expect(opened(vector["given"])).to be_nil, vector["name"] }
  end
end
