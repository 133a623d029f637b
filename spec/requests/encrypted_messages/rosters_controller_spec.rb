# frozen_string_literal: true

# What participants are given of rosters; how entries are written is in roster_entries_spec.rb.
RSpec.describe EncryptedMessages::RostersController do
  include_context "with invitations"

  let(:first) { EncryptedMessages::RosterEntry.newest(topic.id).entry }

  def rosters(asked = { topic.id => 0 })
    get "/encrypted-messages/rosters.json", params: { topics: asked }
    response.parsed_body["rosters"]
  end

  # @return [Array<String>] the entries of the topic, one more in each call
  def add_entries(count, **options)
    count.times.map do
      entry = next_entry(topic, signer: jane, members: [jane, pete], **options)
      signed = EncryptedMessages::SignedEntry.parse(entry)
      columns = EncryptedMessages::RosterEntry.columns_of(signed)
      EncryptedMessages::RosterEntry.create!(topic_id: topic.id, **columns)
      entry
    end
  end

  it "gives a participant the entries from one on, and whom the site shows as taking part (R7, R29)" do
    entries = [first, *add_entries(3)]
    4.times do |from|
      expect(rosters(topic.id => from)).to eq(
        [
          {
            "topic_id" => topic.id,
            "newest" => 3,
            "entries" => entries[from..],
            "member_ids" => [jane.id, pete.id].sort,
          },
        ],
      )
    end
    expect(rosters(topic.id => 4).first).to include("newest" => 3, "entries" => [])
  end

  it "says at once who has left or was removed, though no entry does (R7)" do
    topic.remove_allowed_user(admin, jane)
    expect(rosters.first).to include("entries" => [first], "member_ids" => [pete.id])
  end

  it "gives several, by no more queries than one (R3)" do
    asked = ->(topics) { track_sql_queries { rosters(topics.to_h { |one| [one.id, 0] }) } }
    others = Array.new(3) { start_conversation(pete, mary).topic }
    asked.([topic])
    few = asked.([topic])
    expect(asked.([topic, *others]).size).to eq(few.size)
    expect(rosters([topic, *others].to_h { |one| [one.id, 0] }).pluck("topic_id")).to eq(
      [topic, *others].map(&:id),
    )
  end

  it "ends an answer that becomes too long, and goes on with the next (R3)" do
    entries = [first, *add_entries(5)]
    stub_const(
      "EncryptedMessages::Rosters::MAX_BYTES",
      entries.first(3).sum { (_1.length * 3) / 4 },
    )
    expect(rosters.first).to include("newest" => 5, "entries" => entries.first(3))
    expect(rosters(topic.id => 3).first["entries"]).to eq(entries.last(3))
  end

  it "gives nothing to who holds no key, was removed, or asks for another topic (R20)" do
    ordinary = Fabricate(:private_message_topic, user: pete, recipient: jane)
    topic.remove_allowed_user(admin, jane)
    enable_encrypted_messages_for(admin)
    [jane, mary, admin].each do |stranger|
      sign_in(stranger)
      expect(rosters(topic.id => 0, ordinary.id => 0, Topic.maximum(:id) + 1000 => 0)).to eq([])
    end
    sign_in(pete)
    expect(rosters(ordinary.id => 0)).to eq([])
  end

  it "gives what is deleted to staff who take part, as core does (R20)" do
    topic.trash!(admin)
    expect(rosters).to eq([])
    pete.update!(moderator: true)
    expect(rosters.pluck("topic_id")).to eq([topic.id])
  end

  it "takes up to 50 topics, and nothing else" do
    expect(rosters((1..50).to_h { |id| [topic.id + id, 0] })).to eq([])
    [
      (1..51).to_h { |id| [id, 0] },
      nil,
      "1",
      ["1"],
      { "x" => 0 },
      { "-1" => 0 },
      { "1" => "x" },
      { "1" => "-1" },
      { "1" => "" },
      { "1" => ["1"] },
      { "1" => { "a" => "b" } },
      { "1" => "99999999999" },
      { "9999999999" => "1" },
    ].each do |asked|
      rosters(asked)
      expect(response.status).to eq(400), asked.inspect
    end
  end

  it "is limited" do
    RateLimiter.enable
    described_class::READS_PER_MINUTE.times { rosters }
    expect(response.status).to eq(200)
    rosters
    expect(response.status).to eq(429)
  end

  describe "a topic's page" do
    def roster(viewer)
      page_of(viewer).dig("encrypted_conversation", "roster")
    end

    it "has the newest entry, for participants (R7)" do
      expect(roster(jane)).to eq("sequence" => 0, "entry" => first)
      newest = add_entries(2).last
      expect(roster(jane)).to eq("sequence" => 2, "entry" => newest)
      expect(page_of(admin)).not_to have_key("encrypted_conversation")
    end

    it "is the only one: lists have no entries (R3)" do
      sign_in(jane)
      get "/topics/private-messages/#{jane.username}.json"
      listed = response.parsed_body["topic_list"]["topics"].first
      expect(listed["encrypted_conversation"]).to be_present
      expect(response.body).not_to include(first)
    end
  end
end
