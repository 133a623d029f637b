# frozen_string_literal: true

# Members who have reset their encryption and take part in conversations from before.
RSpec.describe EncryptedMessages::MembersController do
  include_context "with invitations"

  before do
    invite
    reset_encryption(mary)
  end

  def key_of(member)
    conversation.keys.where(user_id: member.id).pluck(:encrypted_key, :granted_by_id)
  end

  def renew(granter: pete, **params)
    key = grant_for(mary, granter:)
    sign_in(granter)
    invite(encrypted_keys: { "1" => key }, **params)
    key
  end

  it "is given the key again by any participant (R7, R20, R35)" do
    key = renew(granter: jane)
    expect(response.status).to eq(200)
    expect(response.parsed_body["user"]["id"]).to eq(mary.id)
    expect(key_of(mary)).to eq([[key, jane.id]])

    reset_encryption(mary)
    key = renew
    expect(key_of(mary)).to eq([[key, pete.id]])
  end

  it "takes part as before: nothing is announced, but open pages follow (R7)" do
    state = -> { [members.sort, holders.sort, topic.posts.count, mary.notifications.count] }
    before = state.call
    messages = MessageBus.track_publish("/topic/#{topic.id}") { renew }
    expect(state.call).to eq(before)
    expect(messages.map(&:data)).to include(reload_topic: true, refresh_stream: true)
  end

  it "is never given another in place of a current key (R20)" do
    key = renew
    renew(granter: jane)
    expect(response.status).to eq(200)
    expect(key_of(mary)).to eq([[key, pete.id]])

    before = key_of(jane)
    sign_in(pete)
    invite(jane)
    expect(response.status).to eq(200)
    expect(key_of(jane)).to eq(before)
  end

  it "keeps what they had where the new key does not fit (R20)" do
    before = key_of(mary)
    [
      {},
      { "2" => grant_for(mary, epoch: 2) },
      { "1" => grant_for(mary, granter: jane) },
      { "1" => grant_for(mary, conversation_id: random_id) },
      { "1" => grant_for(jane) },
    ].each do |encrypted_keys|
      invite(encrypted_keys:)
      expect(response.status).to eq(422)
    end
    expect(key_of(mary)).to eq(before)
  end

  it "needs no room, for they are there already (R7, R13)" do
    SiteSetting.encrypted_messages_max_participants = 3
    SiteSetting.max_allowed_message_recipients = 2
    key = renew
    expect(key_of(mary)).to eq([[key, pete.id]])
  end

  it "is given none by strangers, nor by who was removed (R20)" do
    enable_encrypted_messages_for(karl)
    topic.remove_allowed_user(admin, pete)
    before = key_of(mary)
    [karl, pete, admin].each do |stranger|
      renew(granter: stranger)
      expect(response.status).to eq(404)
    end
    expect(key_of(mary)).to eq(before)
  end

  describe "on the topic's page" do
    def lapsed(viewer)
      sign_in(viewer)
      get "/t/#{topic.id}.json"
      response.parsed_body["encrypted_messages_lapsed_members"]
    end

    it "is named to participants, until they have the key again (R7, R35)" do
      [jane, pete, mary].each do |viewer|
        expect(lapsed(viewer)).to match([include("id" => mary.id, "username" => mary.username)])
      end
      renew
      [jane, pete, mary].each { |viewer| expect(lapsed(viewer)).to eq([]) }
    end

    it "is not named to anybody else, nor who has no keys any more (R22, R35)" do
      expect(lapsed(admin)).to be_nil
      DiscourseEvent.trigger(:user_anonymized, user: mary, opts: {})
      expect(lapsed(jane)).to eq([])
    end

    it "is looked for by no more queries in a larger conversation (R3)" do
      queries = -> do
        lapsed(jane)
        track_sql_queries { lapsed(jane) }.grep(
          /encrypted_conversation_keys|user_custom_fields/,
        ).size
      end
      small = queries.call
      more = Fabricate.times(4, :user, refresh_auto_groups: true)
      enable_encrypted_messages_for(*more)
      sign_in(pete)
      more.each { |member| invite(member) }
      more.each { |member| reset_encryption(member) }
      expect(lapsed(jane).size).to eq(5)
      expect(queries.call).to eq(small)
    end
  end
end
