# frozen_string_literal: true

# Which entries are taken, and with which keys.
RSpec.describe EncryptedMessages::WriteRosterEntry do
  include_context "with invitations"

  def entries
    EncryptedMessages::RosterEntry.where(topic_id: topic.id).order(:sequence)
  end

  def keys_of(member)
    conversation.keys.where(user_id: member.id).order(:epoch)
  end

  it "refuses keys that are missing, damaged, too many or not what they have to be (R7, R20)" do
    sent = adding(mary)
    entry = sent[:entry]
    good = sent[:encrypted_keys][mary.id.to_s]["1"]
    mine = ->(grants) { { mary.id.to_s => grants } }
    [
      nil,
      "",
      "grant",
      [good],
      {},
      { "1" => good },
      mine.(good),
      mine.([good]),
      mine.({}),
      mine.({ "1" => "" }),
      mine.({ "1" => "hello, Mary" }),
      mine.({ "1" => "A" * 4096 }),
      mine.({ "1" => { "a" => "b" } }),
      mine.({ "1" => [good] }),
      mine.({ "2" => grant_for(mary, epoch: 2, entry:) }),
      mine.({ "1" => good, "2" => grant_for(mary, epoch: 2, entry:) }),
      mine.({ "01" => good }),
      { "0#{mary.id}" => { "1" => good } },
      { **mine.({ "1" => good }), jane.id.to_s => { "1" => grant_for(jane, entry:) } },
      { **mine.({ "1" => good }), karl.id.to_s => { "1" => good } },
      mine.({ "1" => grant_for(mary, conversation_id: random_id, entry:) }),
      mine.({ "1" => grant_for(mary, epoch: 2, entry:) }),
      mine.({ "1" => grant_for(karl, entry:) }),
      mine.({ "1" => grant_for(mary, granter: jane, entry:) }),
      mine.({ "1" => grant_for(mary, entry: entries.first.entry) }),
      mine.({ "1" => grant_for(mary, entry:, payload: { 2 => fingerprint_of(jane) }) }),
      mine.({ "1" => grant_for(mary, entry:, payload: { 5 => SecureRandom.bytes(32) }) }),
      mine.({ "1" => grant_for(mary, entry:, header: { EncryptedMessagesHelpers::KIND => 16 }) }),
    ].each do |encrypted_keys|
      write_entry(**sent, encrypted_keys:)
      expect(response.status).to eq(422), "#{encrypted_keys.inspect}: #{response.status}"
      expect(errors).to eq([text(:invalid_keys)])
    end
    expect_nothing_stored
  end

  it "refuses a new epoch without just one key of it for each who is listed (R20, R29)" do
    sent = adding(mary, from: :now)
    entry, keys = sent.values_at(:entry, :encrypted_keys)
    janes = jane.id.to_s
    [
      keys.except(janes),
      { **keys, janes => {} },
      { **keys, janes => { "1" => grant_for(jane, entry:) } },
      { **keys, janes => { **keys[janes], "1" => grant_for(jane, entry:) } },
      { **keys, janes => { **keys[janes], "3" => grant_for(jane, entry:, epoch: 3) } },
      { **keys, karl.id.to_s => { "2" => grant_for(karl, entry:, epoch: 2) } },
    ].each do |encrypted_keys|
      write_entry(**sent, encrypted_keys:)
      expect(response.status).to eq(422)
      expect(errors).to eq([text(:invalid_keys)])
    end
    expect_nothing_stored

    marys = { **keys[mary.id.to_s], "1" => grant_for(mary, entry:) }
    write_entry(**sent, encrypted_keys: { **keys, mary.id.to_s => marys })
    expect(response.status).to eq(200)
    expect(keys_of(mary).pluck(:epoch)).to eq([1, 2])
  end

  it "refuses an entry that clients would refuse (R20, R29)" do
    pairs = [jane, pete, mary].map { |member| [member.id, fingerprint_of(member)] }
    digest = entry_digest(entries.first.entry)
    {
      { key: OpenSSL::PKey.generate_key("ED25519") } => 422,
      { payload: { 1 => jane.id, 2 => fingerprint_of(jane) } } => 422,
      { payload: { 2 => fingerprint_of(jane) } } => 422,
      { payload: { 4 => 2 } } => 409,
      { payload: { 4 => 0, 5 => SecureRandom.bytes(16) } } => 409,
      { payload: { 5 => SecureRandom.bytes(32) } } => 409,
      { payload: { 6 => SecureRandom.bytes(32) } } => 422,
      { payload: { 7 => pairs.values_at(0, 2) } } => 422,
      { payload: { 7 => pairs.reverse } } => 422,
      { header: { EncryptedMessagesHelpers::CONVERSATION_ID => SecureRandom.bytes(16) } } => 422,
      { header: { EncryptedMessagesHelpers::EPOCH => 2 } } => 422,
      { header: { EncryptedMessagesHelpers::EPOCH => 3 } } => 422,
      { from: :now, header: { EncryptedMessagesHelpers::EPOCH => 3 } } => 422,
      { from: :now, payload: { 6 => commitment(conversation_id, 1) } } => 422,
    }.each do |wrong, status|
      write_entry(**adding(mary, **wrong))
      expect(response.status).to eq(status), "#{wrong.inspect}: #{response.status} #{response.body}"
    end
    [nil, "", "x", ["x"], { "a" => "b" }, 1, "A" * 70_000].each do |entry|
      write_entry(**adding(mary), entry:)
      expect(response.status).to eq(422), entry.inspect
      expect(errors).to eq([text(:invalid_roster)])
    end
    expect(digest).to eq(entries.first.digest)
    expect_nothing_stored
  end

  it "has an entry signed by who sends it (R29)" do
    write_entry(**adding(mary, signer: jane))
    expect(response.status).to eq(422)
    expect_nothing_stored
  end

  it "takes none that says nothing new and brings nothing (R3)" do
    write_entry(**adding, encrypted_keys: {})
    expect(response.status).to eq(422)
    expect(errors).to eq([text(:invalid_roster)])
    expect_nothing_stored
  end

  it "changes the title with a new epoch alone: otherwise core says who may (R20)" do
    before = conversation.encrypted_title
    write_entry(**adding(mary), encrypted_title: edited_title(topic))
    expect(response.status).to eq(422)
    expect(errors).to eq([text(:invalid_title)])
    expect(conversation.reload.encrypted_title).to eq(before)
    expect_nothing_stored
  end

  it "names nobody who is not listed, where an entry comes again (R20)" do
    sent = adding(mary)
    write_entry(**sent)
    Fabricate(:user, staged: true, active: false, username: "somebody")
    write_entry(**sent, username: "somebody")
    expect(response.parsed_body).to eq("sequence" => 1)
    write_entry(**sent)
    expect(response.parsed_body["user"]["id"]).to eq(mary.id)
  end

  describe "somebody who has left or was removed" do
    before do
      invite
      topic.remove_allowed_user(admin, jane.username)
    end

    it "is no longer listed in the next entry, which begins a new epoch (R7, R29)" do
      write_entry(**adding(members: [pete, mary]))
      expect(response.status).to eq(422)
      write_entry(**adding(members: [pete, mary], from: :now))
      expect(response.status).to eq(200)
      expect(entries.last).to have_attributes(sequence: 2, epoch: 2)
      expect(keys_of(pete).pluck(:epoch)).to eq([1, 2])
      expect(keys_of(mary).pluck(:epoch)).to eq([1, 2])
      expect(keys_of(jane)).to be_empty
    end

    it "cannot be listed any more (R7)" do
      write_entry(**adding(members: [jane, pete, mary], from: :now))
      expect(response.status).to eq(409)
      expect(response.parsed_body["error_type"]).to eq("roster_changed")
    end

    it "and nobody else is dropped, but who has no keys any more (R7, R29)" do
      write_entry(**adding(members: [pete], from: :now))
      expect(response.status).to eq(409)
      EncryptedMessages::Identity.retire(mary)
      write_entry(**adding(members: [pete], from: :now))
      expect(response.status).to eq(200)
      expect(members).to contain_exactly(pete.id, mary.id)
    end
  end
end
