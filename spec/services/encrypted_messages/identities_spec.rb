# frozen_string_literal: true

# How each service ends. How the controllers answer then is in spec/requests/.
RSpec.describe EncryptedMessages::StoreIdentity do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }

  let(:card) { card_for(jane) }

  before { enable_current_plugin }

  def call(service, **params)
    service.call(guardian: Guardian.new(jane), params: { card:, backup:, version: 0 }.merge(params))
  end

  def store(**params)
    call(described_class, **params)
  end

  def replace(**params)
    call(EncryptedMessages::ReplaceIdentity, **params)
  end

  it "stores, and counts what it stores (R8, R18)" do
    expect(store).to run_successfully.and have_attributes(version: 1)
    expect(store(version: 1, at_least: "7")).to run_successfully.and have_attributes(version: 8)
  end

  it "takes whole numbers alone for versions, and only what is shaped like a backup (R18)" do
    expect(store(version: "1e3")).to fail_a_contract
    expect(store(version: nil)).to fail_a_contract
    expect(store(at_least: "-1")).to fail_a_contract
    expect(store(backup: "none")).to fail_a_contract
    expect(EncryptedMessages::Identity.exists?(jane.id)).to be(false)
  end

  it "takes the member's own card alone, and no other in its place (R18)" do
    expect(store(card: card_for(pete))).to fail_a_policy(:own_card)
    store
    expect(store(card: card_for(jane), version: 1)).to fail_a_policy(:same_card)
    expect(store(version: 0)).to fail_a_policy(:seen_version)
  end

  it "replaces by a card that names the stored one (R8)" do
    expect(replace).to fail_a_policy(:names_stored_card)
    store
    expect(replace(version: 1)).to fail_a_policy(:names_stored_card)
    expect(replace(card: card_for(jane, replaces: card), version: 0)).to fail_a_policy(
      :seen_version,
    )
    expect(replace(card: card_for(jane, replaces: card), version: 1)).to run_successfully
  end
end
