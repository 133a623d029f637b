# frozen_string_literal: true

# How each service ends. How the controllers answer then is in spec/requests/.
RSpec.describe EncryptedMessages::StoreIdentity do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }

  let(:card) { card_for(jane) }

  before { enable_current_plugin }

  def call(service, **params)
    params = { card:, backup:, version: 0, address_book: next_book(jane) }.merge(params)
    service.call(guardian: Guardian.new(jane), params:)
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

  it "takes no card that clients would refuse, with whatever its owner has signed (R18, R29)" do
    small = { 1 => 1, 3 => -8, -1 => 6, -2 => "\0".b * 32 }
    [{ 2 => small }, { 1 => { 1 => 3 } }, { 3 => nil }, { 5 => "x".b * 64 }].each do |payload|
      expect(store(card: card_for(jane, payload:))).to fail_a_policy(:own_card)
    end
    unsigned = Base64.urlsafe_decode64(card)
    unsigned.setbyte(-1, unsigned.getbyte(-1) ^ 1)
    expect(store(card: base64url(unsigned))).to fail_a_policy(:own_card)
  end

  it "replaces by a card that the keys before vouch for, or by one without a vouch (R18, R29)" do
    store
    other = card_for(jane, replaces: card, vouched: true)
    vouch = CBOR.decode(CBOR.decode(Base64.urlsafe_decode64(other)).value[2])[5]
    false_vouch = card_for(jane, replaces: card, payload: { 5 => vouch })
    expect(replace(card: false_vouch, version: 1)).to fail_a_policy(:vouch_holds)
    expect(replace(card: other, version: 1)).to run_successfully
  end

  describe "the address book with it (R36)" do
    it "is stored with a first identity, and with another backup of the same keys" do
      expect(store(address_book: first = sealed_book(jane, shards: [2]))).to run_successfully
      second = sealed_book(jane, seen: 1)
      expect(store(version: 1, address_book: second)).to run_successfully
      expect(stored_book(jane)).to eq(0 => [2, second[:parts]["0"]], 2 => [1, first[:parts]["2"]])
    end

    it "takes the place of the former one with new keys, all of it" do
      store(address_book: sealed_book(jane, shards: [2, 3]))
      card = card_for(jane, replaces: self.card)
      new = sealed_book(jane, seen: 1, shards: [3])
      expect(replace(card:, version: 1, address_book: new)).to run_successfully
      expect(stored_book(jane)).to eq(0 => [2, new[:parts]["0"]], 3 => [2, new[:parts]["3"]])
    end

    it "keeps all from being stored where it does not follow the one that is there" do
      store(address_book: sealed_book(jane, version: 3))
      before = [EncryptedMessages::Identity.new(jane).stored, stored_book(jane)]
      card = card_for(jane, replaces: self.card)
      Draft.set(
        jane,
        "new_private_message",
        0,
        { reply: encrypted_raw(conversation_id: random_id) }.to_json,
      )
      [sealed_book(jane, version: 4), sealed_book(jane, seen: 3, version: 3)].each do |address_book|
        expect(store(version: 1, address_book:)).to fail_a_policy(:follows_address_book)
        expect(replace(card:, version: 1, address_book:)).to fail_a_policy(:follows_address_book)
      end
      expect([EncryptedMessages::Identity.new(jane).stored, stored_book(jane)]).to eq(before)
      expect(Draft.where(user_id: jane.id).count).to eq(1)
    end

    it "keeps all from being stored where it is none, or another member's" do
      [nil, sealed_book(pete), { version: 0, parts: {} }, "none", []].each do |address_book|
        expect(store(address_book:)).to fail_a_policy(:own_address_book)
        expect(replace(address_book:)).to fail_a_policy(:own_address_book)
      end
      expect(EncryptedMessages::Identity.exists?(jane.id)).to be(false)
      expect(stored_book(jane)).to be_empty
    end

    it "goes where a first identity comes after one that the site has lost, unless a device puts that back" do
      store(address_book: sealed_book(jane, version: 5, shards: [2]))
      kept = stored_book(jane)
      UserCustomField.where(user_id: jane.id, name: EncryptedMessages::Identity::FIELDS).delete_all
      expect(store(at_least: 1, address_book: nil)).to run_successfully
      expect(stored_book(jane)).to eq(kept)

      UserCustomField.where(user_id: jane.id, name: EncryptedMessages::Identity::FIELDS).delete_all
      new = sealed_book(jane)
      expect(
        store(card: card_for(jane), address_book: sealed_book(jane, seen: 5)),
      ).to fail_a_policy(:follows_address_book)
      expect(stored_book(jane)).to eq(kept)
      expect(store(card: card_for(jane), address_book: new)).to run_successfully
      expect(stored_book(jane)).to eq(0 => [1, new[:parts]["0"]])
    end
  end

  it "takes a backup of up to 64 decryption keys and 8 ways to unlock (R18)" do
    shaped = ->(keys, methods, key = "k".b * 1900) do
      base64url(CBOR.encode([1, [key] * keys, "s".b, ["m".b] * methods]))
    end
    expect(EncryptedMessages::Identity.backup?(shaped.(64, 1, "k".b * 2100))).to be(false)
    {
      [1, 1] => true,
      [64, 8] => true,
      [0, 1] => false,
      [65, 1] => false,
      [1, 0] => false,
      [1, 9] => false,
    }.each do |(keys, methods), taken|
      expect(EncryptedMessages::Identity.backup?(shaped.(keys, methods))).to be(taken)
    end
    [
      [2, ["k".b], "s".b, ["m".b]],
      [1, "k".b, "s".b, ["m".b]],
      [1, ["k".b], "s".b],
      1,
      ["k".b],
    ].each do |value|
      expect(EncryptedMessages::Identity.backup?(base64url(CBOR.encode(value)))).to be(false)
    end
  end
end
