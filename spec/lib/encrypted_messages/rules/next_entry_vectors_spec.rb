# frozen_string_literal: true

# What the clients refuse of a roster (test/vectors) the server does not take either: it would end the conversation for all.
RSpec.describe EncryptedMessages::NextEntry do
  def self.vectors
    path = File.expand_path("../../../../test/vectors/rosters.json", __dir__)
    JSON
      .parse(File.read(path))
      .transform_values do |vectors|
        next vectors if !vectors.is_a?(Array)
        vectors.reject { |vector| vector["given"]["held"] || vector["cause"] == "forked" }
      end
  end

  people_path = File.expand_path("../../../../test/vectors/people.json", __dir__)
  people = JSON.parse(File.read(people_path))["members"]

  define_method(:people) { people }

  # Each member's cards, as the site has them.
  def keep_cards(histories)
    UserCustomField.delete_all
    histories.each do |names|
      current, *earlier = names.map { |name| people.fetch(name) }
      keep_field(current["user_id"], EncryptedMessages::Identity::CARD, [current])
      keep_field(current["user_id"], EncryptedMessages::Identity::EARLIER_CARDS, earlier)
    end
  end

  def keep_field(user_id, name, owners)
    return if owners.empty?
    value = owners.map { |person| person["card"] }.join("\n")
    now = Time.now
    UserCustomField.insert_all!([{ user_id:, name:, value:, created_at: now, updated_at: now }])
  end

  # As they were when this was signed: its signer has had no other keys since.
  def histories_of_then(histories, entry)
    histories.map do |names|
      signed = names.index { |name| people[name]["fingerprint"] == entry.signer_fingerprint }
      signed ? names.drop(signed) : names
    end
  end

  # Whether the server takes each entry in its turn, as it does where it stores them.
  def taken?(given)
    *before, last = given["entries"].map { |text| EncryptedMessages::SignedEntry.parse(text) }
    histories = given["histories"]
    chain = before.map { |entry| [entry, histories_of_then(histories, entry)] }
    chain << [last, histories]
    chain.each_with_index.all? do |(entry, known), at|
      keep_cards(known)
      at == 0 ? begins?(entry, given["conversation_id"]) : follows?(entry, chain[at - 1].first)
    end
  rescue EncryptedMessages::Wire::Malformed, EncryptedMessages::RosterChanged
    false
  end

  def follows?(entry, before)
    step = described_class.new(entry, before)
    step.ensure_newest!
    step.valid?(entry.signer_id)
  end

  def begins?(entry, conversation_id)
    return false if entry.nil? || entry.conversation_id != conversation_id
    card = EncryptedMessages::Identity.cards([entry.signer_id])[entry.signer_id]
    entry.first? && entry.signer_listed? && card.present? && entry.signed_with?(card)
  end

  vectors["accepted"].each do |vector|
    next if vector["name"] == "each entry twice" # which is for readers to pass over
    it "takes #{vector["name"]} (R7)" do
      expect(taken?(vector["given"])).to eq(true)
    end
  end

  vectors["refused"].each do |vector|
    it "refuses #{vector["name"]} (R7)" do
      expect(taken?(vector["given"])).to eq(false)
    end
  end
end
