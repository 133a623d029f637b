# frozen_string_literal: true

# A site that was restored from a backup, and a participant whose device holds what it has lost.
RSpec.describe EncryptedMessages::WriteRosterEntry do
  include_context "with invitations"

  let(:conversation_keys) { EncryptedMessages::ConversationKey.where(topic_id: topic.id) }
  let(:entries) { EncryptedMessages::RosterEntry.where(topic_id: topic.id).order(:sequence) }

  # Has the site forget what the block does to this conversation.
  #
  # @return [Array<String>] the entries that are lost
  def lost
    kept = entries.last.sequence
    rows = conversation_keys.map(&:attributes)
    names = members
    yield
    expect(response.status).to eq(200), response.body
    gone = entries.where("sequence > ?", kept)
    texts = gone.pluck(:entry)
    gone.delete_all
    topic.posts.where("post_number > 1").destroy_all
    mary.notifications.delete_all
    conversation_keys.delete_all
    EncryptedMessages::ConversationKey.insert_all!(rows)
    TopicAllowedUser.where(topic_id: topic.id).delete_all
    names.each { |user_id| TopicAllowedUser.create!(topic_id: topic.id, user_id:) }
    texts
  end

  # The entry that ends what is brought, in a new epoch, and its keys.
  def ending(earlier, members:, signer: pete, epoch: :next, **wrong)
    last = EncryptedMessages::SignedEntry.parse(earlier.last)
    number = last.epoch + (epoch == :next ? 1 : 0)
    entry =
      roster_entry(
        conversation_id:,
        signer:,
        members:,
        sequence: last.sequence + 1,
        before: last.digest,
        epoch: number,
        **wrong,
      )
    encrypted_keys =
      members.to_h do |member|
        [
          member.id.to_s,
          { number.to_s => grant_for(member, granter: signer, epoch: number, entry:) },
        ]
      end
    { entry:, encrypted_keys:, earlier_entries: earlier }
  end

  def bring(earlier, **options)
    write_entry(**ending(earlier, **options))
  end

  def keys_of(member)
    conversation_keys.where(user_id: member.id).order(:epoch).pluck(:epoch, :granted_by_id)
  end

  it "is given what it lacks by any participant, with the next epoch, and all go on (R7, R20, R29)" do
    earlier =
      lost do
        sign_in(jane)
        write_entry(**adding(mary, signer: jane))
        write_entry(**adding(members: listed, from: :now, signer: jane))
      end
    expect(earlier.size).to eq(2)
    expect(members).to contain_exactly(jane.id, pete.id)

    sign_in(pete)
    bring(earlier, members: [jane, pete])
    expect(response.status).to eq(200)
    expect(entries.pluck(:sequence, :epoch, :signed_by_id)).to eq(
      [[0, 1, jane.id], [1, 1, jane.id], [2, 2, jane.id], [3, 3, pete.id]],
    )
    expect(entries.pluck(:entry).first(3).last(2)).to eq(earlier)
    expect(entries).to all be_consistent
    [jane, pete].each { |each| expect(keys_of(each)).to eq([[1, jane.id], [3, pete.id]]) }
    expect(members).to contain_exactly(jane.id, pete.id)
    [jane, pete].each { |each| expect(reply_to(topic, each)).to be_persisted }
  end

  it "lets in nobody by it: who was removed is listed no more, and gets nothing (R7, R29)" do
    invite
    earlier =
      lost do
        topic.remove_allowed_user(admin, mary)
        write_entry(**adding(members: [jane, pete], from: :now))
      end
    expect(members).to include(mary.id)

    bring(earlier, members: [jane, pete])
    expect(response.status).to eq(200)
    expect(keys_of(mary)).to eq([[1, pete.id]])
    expect(entries.last.members.keys).to contain_exactly(jane.id, pete.id)

    # with all the keys that there still are
    sent = adding(mary)
    keys = sent[:encrypted_keys].transform_values { |grants| grants.slice("1", "3") }
    write_entry(**sent, encrypted_keys: keys)
    expect(response.status).to eq(200)
  end

  it "has nobody listed at the end who does not take part, nor dropped who does (R7)" do
    earlier = lost { write_entry(**adding(mary)) }
    bring(earlier, members: [jane, pete, mary])
    expect(response.status).to eq(409)
    bring(earlier, members: [pete])
    expect(response.status).to eq(409)
    expect_nothing_stored
  end

  it "takes what was signed with keys that its author has replaced (R35)" do
    earlier = lost { write_entry(**adding(members: listed, from: :now)) }
    reset_encryption(pete, vouched: true)
    sign_in(jane)
    bring(earlier, members: [jane, pete], signer: jane)
    expect(response.status).to eq(200)
  end

  it "is built upon by who brings it second (R7)" do
    earlier = lost { write_entry(**adding(members: listed, from: :now)) }
    late = ending(earlier, members: [jane, pete], signer: jane)
    bring(earlier, members: [jane, pete])
    expect(response.status).to eq(200)
    sign_in(jane)
    write_entry(**late)
    expect(response.status).to eq(409)
    expect(response.parsed_body["error_type"]).to eq("roster_changed")
    write_entry(**adding(members: listed, signer: jane, from: :now))
    expect(response.status).to eq(200)
  end

  it "is answered as before where the answer was lost (R20)" do
    earlier = lost { write_entry(**adding(members: listed, from: :now)) }
    sent = ending(earlier, members: [jane, pete])
    write_entry(**sent)
    expect { write_entry(**sent) }.not_to change { [entries.count, conversation_keys.count] }
    expect(response.status).to eq(200)
  end

  it "takes none that clients would refuse, nor more than a device may bring (R20, R29)" do
    earlier = lost { 2.times { write_entry(**adding(members: listed, from: :now)) } }
    first, second = earlier
    other = start_conversation(jane, pete).topic
    others = next_entry(other, signer: jane, members: [jane, pete], epoch: :next)
    chain = [entries.last, *earlier.map { |text| EncryptedMessages::SignedEntry.parse(text) }]
    fake = ->(**wrong) do
      roster_entry(
        conversation_id:,
        signer: jane,
        members: [jane, pete],
        sequence: 1,
        before: chain[0].digest,
        epoch: 2,
        **wrong,
      )
    end
    enable_encrypted_messages_for(karl)

    {
      [second] => 409,
      [others] => 409,
      [fake.(conversation_id: other.encrypted_conversation.conversation_id)] => 422,
      [fake.(key: OpenSSL::PKey.generate_key("ED25519"))] => 422,
      [fake.(signer: karl, members: [jane, pete, karl])] => 422,
      [fake.(members: [pete])] => 422,
      [fake.(epoch: 1, members: [jane])] => 422,
      [fake.(epoch: 3)] => 422,
      [first, first] => 422,
      [second, first] => 409,
      [first] * 201 => 422,
      [first, "x"] => 422,
      [first, ["x"]] => 422,
    }.each do |given, status|
      ending =
        ending([given.grep(String).reject { |text| text == "x" }.last], members: [jane, pete])
      write_entry(**ending, earlier_entries: given)
      expect(response.status).to eq(status), "#{given.size}: #{response.status} #{response.body}"
    end
    ["", first, { "0" => first }, 1].each do |given|
      write_entry(**ending(earlier, members: [jane, pete]), earlier_entries: given)
      expect(response.status).to eq(422), given.inspect
    end
    expect_nothing_stored
  end

  it "takes them only with the next epoch, and with nobody's invitation (R7, R20)" do
    earlier = lost { write_entry(**adding(members: listed, from: :now)) }
    bring(earlier, members: [jane, pete], epoch: :same)
    expect(response.status).to eq(422)
    write_entry(**ending(earlier, members: [jane, pete, mary]), username: mary.username)
    expect(response.status).to eq(422)
    expect_nothing_stored
  end

  it "takes them from nobody who does not take part (R7)" do
    earlier = lost { write_entry(**adding(mary)) }
    sign_in(mary)
    bring(earlier, members: [jane, pete, mary], signer: mary)
    expect(response.status).to eq(404)
    sign_in(admin)
    bring(earlier, members: [jane, pete])
    expect(response.status).to eq(404)
    expect_nothing_stored
  end

  it "is limited by the day, what is brought included: readers keep each entry for ever (R18)" do
    most = EncryptedMessages::RostersController::ENTRIES_PER_DAY
    RateLimiter.enable
    (most / 200).times do
      write_entry(entry: "x", earlier_entries: ["x"] * 199)
      expect(response.status).to eq(422)
    end
    write_entry(entry: "x", earlier_entries: ["x"] * (most % 200))
    expect(response.status).to eq(429)
    expect_nothing_stored
  end
end
