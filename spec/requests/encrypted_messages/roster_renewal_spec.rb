# frozen_string_literal: true

# Members who have new keys and take part in conversations from before.
RSpec.describe EncryptedMessages::WriteRosterEntry do
  include_context "with invitations"

  let(:everybody) { [jane, pete, mary] }

  before { invite }

  def keys_of(member)
    conversation.keys.where(user_id: member.id).order(:epoch).pluck(:epoch, :granted_by_id)
  end

  # The next entry, which lists the keys that all have now.
  #
  # @param past [Array<Integer>] epochs of which mary is given the keys besides
  def renew(signer: pete, past: [])
    sent = adding(signer:, members: everybody, from: :now)
    sent[:encrypted_keys][mary.id.to_s].merge!(
      past.to_h do |epoch|
        [epoch.to_s, grant_for(mary, granter: signer, epoch:, entry: sent[:entry])]
      end,
    )
    sign_in(signer)
    write_entry(**sent)
  end

  def entries
    EncryptedMessages::RosterEntry.where(topic_id: topic.id)
  end

  it "are listed with these, in a new epoch, by any participant (R7, R20, R35)" do
    reset_encryption(mary)
    sign_in(pete)
    write_entry(**adding(members: everybody))
    expect(response.status).to eq(422)

    renew(signer: jane)
    expect(response.status).to eq(200)
    expect(keys_of(mary)).to eq([[1, pete.id], [2, jane.id]])
    expect(keys_of(pete)).to eq([[1, jane.id], [2, jane.id]])
  end

  it "are given the past as well, of all epochs from one on (R7, R35)" do
    renew
    reset_encryption(mary)
    sign_in(pete)
    renew(past: [1])
    expect(response.status).to eq(422)

    renew(past: [1, 2])
    expect(response.status).to eq(200)
    expect(keys_of(mary)).to eq([[1, pete.id], [2, pete.id], [3, pete.id]])
    fingerprints =
      conversation
        .keys
        .where(user_id: mary.id)
        .map { |key| EncryptedMessages::Grant.member_fingerprint(key.encrypted_key) }
    expect(fingerprints.uniq).to eq([base64url(fingerprint_of(mary))])
  end

  it "keep what they can open: it is for keys that have vouched for theirs (R20, R35)" do
    row = -> { conversation.keys.find_by(user_id: mary.id, epoch: 1).encrypted_key }
    before = row.call
    reset_encryption(mary, vouched: true)
    renew(past: [1])
    expect(response.status).to eq(200)
    expect(row.call).to eq(before)

    reset_encryption(mary)
    sign_in(pete)
    renew(past: [1, 2])
    expect(response.status).to eq(200)
    expect(row.call).not_to eq(before)
  end

  it "are given no more of it than from the epoch on in which they were added (R7, R35)" do
    renew
    reset_encryption(mary)
    renew(past: [2])
    expect(response.status).to eq(200)
    expect(keys_of(mary)).to eq([[1, pete.id], [2, pete.id], [3, pete.id]])
    openable = conversation.keys.where(user_id: mary.id, epoch: [2, 3]).map(&:encrypted_key)
    fingerprints = openable.map { |key| EncryptedMessages::Grant.member_fingerprint(key) }
    expect(fingerprints.uniq).to eq([base64url(fingerprint_of(mary))])
  end

  it "may be left out by any participant, unless their earlier keys vouch for them (R7, R35)" do
    without_mary = -> { write_entry(**adding(members: [jane, pete], from: :now)) }
    without_mary.call
    expect(response.status).to eq(409)
    reset_encryption(mary, vouched: true)
    without_mary.call
    expect(response.status).to eq(409)

    reset_encryption(mary)
    without_mary.call
    expect(response.status).to eq(200)
    expect(members).to include(mary.id)
    sign_in(mary)
    write_entry(**adding(signer: mary, members: everybody, from: :now))
    expect(response.status).to eq(422)
  end

  it "may be left out by who says so, with whichever keys, and take part in core's list still (R7, R35)" do
    without = ->(*ids) { write_entry(**adding(members: [jane, pete], from: :now), without: ids) }
    [[], [karl.id], [jane.id], [mary.username]].each do |ids|
      without.call(*ids)
      expect(response.status).to eq(409)
    end

    without.call(mary.id)
    expect(response.status).to eq(200)
    expect(members).to include(mary.id)
    expect(keys_of(mary).map(&:first)).to eq([1])
  end

  it "take part as before: nothing is announced, but open pages follow (R7)" do
    reset_encryption(mary)
    state = -> { [members.sort, holders.uniq.sort, topic.posts.count, mary.notifications.count] }
    before = state.call
    messages = MessageBus.track_publish("/topic/#{topic.id}") { renew }
    expect(state.call).to eq(before)
    expect(messages.map(&:data)).to include(reload_topic: true)
  end

  it "need no room, for they are there already (R7, R13)" do
    SiteSetting.encrypted_messages_max_participants = 3
    SiteSetting.max_allowed_message_recipients = 2
    reset_encryption(mary)
    renew
    expect(response.status).to eq(200)
  end

  it "write an entry themselves only if their earlier keys vouch for them (R35)" do
    reset_encryption(mary)
    renew(signer: mary)
    expect(response.status).to eq(422)
    expect(errors).to eq([text(:invalid_roster)])
    renew

    reset_encryption(mary, vouched: true)
    reset_encryption(mary, vouched: true)
    renew(signer: mary)
    expect(response.status).to eq(200)
    expect(entries.count).to eq(4)
  end

  it "pass on what they can open: what was granted to keys that have vouched for theirs (R7, R35)" do
    reset_encryption(mary, vouched: true)
    renew(signer: mary)
    enable_encrypted_messages_for(karl)
    write_entry(**adding(karl, signer: mary))
    expect(response.status).to eq(200)
    expect(keys_of(karl)).to eq([[1, mary.id], [2, mary.id]])
  end

  it "and cannot pass on what they cannot open any more (R7, R35)" do
    reset_encryption(mary)
    renew
    sign_in(mary)
    enable_encrypted_messages_for(karl)
    sent = adding(karl, signer: mary)
    write_entry(**sent)
    expect(response.status).to eq(422)
    keys = sent[:encrypted_keys].transform_values { |grants| grants.slice("2") }
    write_entry(**sent, encrypted_keys: keys)
    expect(response.status).to eq(200)
    expect(keys_of(karl)).to eq([[2, mary.id]])
  end
end
