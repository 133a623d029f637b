# frozen_string_literal: true

# Members whom the roster lists and whose keys the site has lost.
RSpec.describe EncryptedMessages::GiveLostKeys do
  include_context "with invitations"

  let(:keys) { EncryptedMessages::ConversationKey.where(topic_id: topic.id) }

  # mary is there from the beginning of the second epoch on, karl from the beginning: he came while it went on.
  before do
    enable_encrypted_messages_for(karl)
    write_entry(**adding(mary, from: :now))
    write_entry(**adding(karl))
    expect(response.status).to eq(200)
  end

  def lose(member, *epochs)
    keys.where(user_id: member.id, epoch: epochs).delete_all
  end

  def epochs_of(member)
    keys.where(user_id: member.id).order(:epoch).pluck(:epoch, :granted_by_id)
  end

  def gift(member, *epochs, granter: pete, **options)
    entry = EncryptedMessages::RosterEntry.newest(topic.id).entry
    grants =
      epochs.to_h { |epoch| [epoch.to_s, grant_for(member, granter:, epoch:, entry:, **options)] }
    { member.id.to_s => grants }
  end

  def give(encrypted_keys, topic_id: topic.id)
    post "/encrypted-messages/topics/#{topic_id}/keys.json", params: { encrypted_keys: }, as: :json
  end

  describe "on the topic's page" do
    def lost(viewer)
      page_of(viewer).dig("encrypted_conversation", "lost_keys")
    end

    it "are told to who takes part, as runs of epochs; who came later has none of before by rights (R20)" do
      expect(lost(pete)).to eq([[mary.id, 1, 1]])
      lose(karl, 1, 2)
      lose(jane, 2)
      expect(lost(pete)).to eq([[jane.id, 2, 2], [mary.id, 1, 1], [karl.id, 1, 2]])
      expect(lost(mary)).to eq(lost(pete))
      expect(lost(admin)).to be_nil
    end

    it "are told to themselves as awaited, where they have none at all, and nothing else is (R20)" do
      lose(karl, 1, 2)
      page = page_of(karl)
      expect(page["encrypted_messages_key_awaited"]).to eq(true)
      expect(page).not_to have_key("encrypted_conversation")
      expect(page.to_json).not_to include("encrypted-message:v1:")

      [jane, admin].each do |viewer|
        expect(page_of(viewer)).not_to have_key("encrypted_messages_key_awaited")
      end
      topic.remove_allowed_user(admin, karl)
      expect(page_of(karl)).not_to have_key("encrypted_messages_key_awaited")
    end

    it "are nothing where all have theirs, and are looked for by one query (R3)" do
      small = start_conversation(jane, pete).topic
      sign_in(jane)
      sizes =
        [small, topic].map do |shown|
          get "/t/#{shown.id}.json"
          track_sql_queries { get "/t/#{shown.id}.json" }.grep(/encrypted_conversation_keys/).size
        end
      expect(sizes.uniq.size).to eq(1)
      get "/t/#{small.id}.json"
      expect(response.parsed_body["encrypted_conversation"]).not_to have_key("lost_keys")
    end
  end

  it "are given again by anybody who takes part, and their open pages follow (R7, R20)" do
    lose(karl, 1, 2)
    lose(jane, 2)
    sent = { **gift(karl, 1, 2), **gift(jane, 2) }
    messages = MessageBus.track_publish("/topic/#{topic.id}") { give(sent) }
    expect(response.status).to eq(200)
    expect(epochs_of(karl)).to eq([[1, pete.id], [2, pete.id]])
    expect(epochs_of(jane)).to eq([[1, jane.id], [2, pete.id]])
    expect(messages.map(&:data)).to eq([{ reload_topic: true, refresh_stream: true }])
    expect(messages.flat_map(&:user_ids)).to contain_exactly(karl.id, jane.id)
    expect(page_of(karl)).not_to have_key("encrypted_messages_key_awaited")
  end

  it "keep what they have: nobody puts another key in its place (R20)" do
    before = keys.order(:id).pluck(:encrypted_key)
    messages = MessageBus.track_publish { give(gift(karl, 1, 2)) }
    expect(response.status).to eq(200)
    expect(keys.order(:id).pluck(:encrypted_key)).to eq(before)
    expect(messages).to be_empty
  end

  it "are of no epoch that whoever added them is not to read (R7, R29)" do
    nick = Fabricate(:user, refresh_auto_groups: true)
    enable_encrypted_messages_for(nick)
    sign_in(mary)
    added = adding(nick, signer: mary)
    added[:encrypted_keys][nick.id.to_s].delete("1")
    write_entry(**added)
    expect(response.status).to eq(200)

    sign_in(pete)
    give(gift(nick, 1))
    expect(response.status).to eq(422)
    expect(epochs_of(nick)).to eq([[2, mary.id]])
  end

  it "are given what is theirs to read by the roster, and no more (R7, R29)" do
    give(gift(mary, 1))
    expect(response.status).to eq(422)
    expect(errors).to eq([text(:invalid_keys)])

    lose(mary, 2)
    reset_encryption(mary, vouched: true)
    sign_in(pete)
    write_entry(**adding(members: listed, from: :now))
    expect(response.status).to eq(200)
    give(gift(mary, 2))
    expect(response.status).to eq(200)
    expect(epochs_of(mary)).to eq([[2, pete.id], [3, pete.id]])

    reset_encryption(mary)
    sign_in(pete)
    write_entry(**adding(members: listed, from: :now))
    lose(mary, 2)
    give(gift(mary, 2))
    expect(response.status).to eq(200)
    give(gift(mary, 1))
    expect(response.status).to eq(422)
  end

  it "are given none that clients would refuse (R20, R29)" do
    lose(karl, 1, 2)
    good = gift(karl, 1)[karl.id.to_s]["1"]
    id = karl.id.to_s
    first = EncryptedMessages::RosterEntry.find_by(topic_id: topic.id, sequence: 0).entry
    [
      nil,
      "",
      [good],
      {},
      { id => good },
      { id => [good] },
      { id => { "1" => "" } },
      { id => { "1" => [good] } },
      { id => { "2" => good } },
      { id => { "01" => good } },
      { id => { "0" => good } },
      { "0#{id}" => { "1" => good } },
      { jane.id.to_s => { "1" => good } },
      { id => { "1" => grant_for(karl, epoch: 1, entry: first) } },
      gift(karl, 3),
      gift(karl, 1, granter: jane),
      gift(karl, 1, payload: { 2 => fingerprint_of(jane) }),
      gift(karl, 1, payload: { 4 => fingerprint_of(jane) }),
      gift(karl, 1, payload: { 5 => SecureRandom.bytes(32) }),
      gift(karl, 1, payload: { 5 => commitment(conversation_id, 2) }),
      gift(karl, 1, conversation_id: random_id),
      { **gift(karl, 1), **gift(mary, 1) },
      { id => (1..51).to_h { |epoch| [epoch.to_s, good] } },
    ].each do |wrong|
      give(wrong)
      expect(response.status).to eq(422), "#{wrong.inspect}: #{response.status}"
      expect(errors).to eq([text(:invalid_keys)])
    end
    expect(epochs_of(karl)).to be_empty
  end

  it "are given none by, or for, who does not take part any more, or with other keys than listed (R7, R29)" do
    lose(karl, 1, 2)
    sent = gift(karl, 1)
    topic.remove_allowed_user(admin, karl)
    give(sent)
    expect(response.status).to eq(422)

    sign_in(mary)
    topic.remove_allowed_user(admin, mary)
    give(gift(jane, 1, granter: mary))
    expect(response.status).to eq(404)

    lose(jane, 1)
    reset_encryption(jane)
    sign_in(pete)
    give(gift(jane, 1))
    expect(response.status).to eq(422)
    expect(epochs_of(jane)).to eq([[2, pete.id]])
  end
end
