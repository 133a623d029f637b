# frozen_string_literal: true

# What members' devices keep of conversations' keys for each other (docs/protocol.md §8.6).
RSpec.describe EncryptedMessages::KeyBagsController do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:mary) { Fabricate(:user, refresh_auto_groups: true) }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete, mary)
    @topic_id = start_conversation(jane, pete).topic_id
    sign_in(pete)
  end

  attr_reader :topic_id

  def a_bag
    base64url(SecureRandom.bytes(60))
  end

  def keep(bags, member: pete, fingerprint: base64url(fingerprint_of(member)))
    put "/encrypted-messages/key-bags.json", params: { fingerprint:, bags: }, as: :json
    response.status
  end

  def kept(member = pete, topic_id: self.topic_id)
    EncryptedMessages::ConversationKey
      .where(topic_id:, user_id: member.id)
      .order(:epoch)
      .pluck(:bag)
  end

  it "keeps them with the member's own rows, and gives them back to that member alone" do
    bag = a_bag
    expect(keep({ topic_id => { 1 => bag } })).to eq(200)
    expect(kept).to eq([bag])
    expect(kept(jane)).to eq([nil])

    get "/t/#{topic_id}.json"
    key = response.parsed_body.dig("encrypted_conversation", "keys", 0)
    expect(key).to include("epoch" => 1, "bag" => bag)
    expect(key).to include("grant", "granted_by_id")

    sign_in(jane)
    get "/t/#{topic_id}.json"
    expect(response.body).not_to include(bag)
    expect(response.parsed_body.dig("encrypted_conversation", "keys", 0).keys).not_to include("bag")
  end

  it "takes those of a whole list by one statement, the same once more, and others in their place" do
    topics = [topic_id, *Array.new(3) { start_conversation(jane, pete).topic_id }]
    one = track_sql_queries { keep({ topics.first => { 1 => a_bag } }) }.size
    bags = topics.to_h { |id| [id, { 1 => a_bag }] }
    many = track_sql_queries { expect(keep(bags)).to eq(200) }.size
    expect(many).to eq(one)
    topics.each { |id| expect(kept(topic_id: id)).to eq([bags[id][1]]) }

    expect(keep(bags)).to eq(200)
    topics.each { |id| expect(kept(topic_id: id)).to eq([bags[id][1]]) }
    later = a_bag
    expect(keep({ topic_id => { 1 => later } })).to eq(200)
    expect(kept).to eq([later])
  end

  it "keeps none where the member has no row, and says nothing of it" do
    others = start_conversation(jane, mary).topic_id
    expect(
      keep({ topic_id => { 2 => a_bag }, others => { 1 => a_bag }, 999_999 => { 1 => a_bag } }),
    ).to eq(200)
    expect(EncryptedMessages::ConversationKey.where.not(bag: nil)).to be_empty
    expect(EncryptedMessages::ConversationKey.count).to eq(4)
    expect(response.parsed_body).to eq("success" => "OK")
  end

  it "takes nothing from a device with earlier keys: another could not open it" do
    earlier = base64url(fingerprint_of(pete))
    reset_encryption(pete, vouched: true)
    expect(keep({ topic_id => { 1 => a_bag } }, fingerprint: earlier)).to eq(409)
    expect(kept).to eq([nil])
    expect(keep({ topic_id => { 1 => a_bag } })).to eq(200)
    expect(kept).to all(be_present)
  end

  it "drops all with the keys that they are kept under, and with the membership" do
    keep({ topic_id => { 1 => a_bag } })
    reset_encryption(pete)
    expect(kept).to eq([nil])

    keep({ topic_id => { 1 => a_bag } })
    UserAnonymizer.new(pete, Discourse.system_user).make_anonymous
    expect(kept).to eq([nil])

    Topic.find(topic_id).remove_allowed_user(Discourse.system_user, pete.reload)
    expect(kept).to be_empty
  end

  it "leaves those of others alone where one member's keys are replaced" do
    keep({ topic_id => { 1 => a_bag } })
    reset_encryption(jane)
    expect(kept).to all(be_present)
  end

  it "takes no more than a hundred at once" do
    hundred = (1..100).to_h { |epoch| [epoch, a_bag] }
    expect(keep({ topic_id => hundred })).to eq(200)
    expect(keep({ topic_id => { **hundred, 101 => a_bag } })).to eq(400)
  end

  it "takes nothing of another length, or that is no base64url" do
    [
      base64url(SecureRandom.bytes(59)),
      base64url(SecureRandom.bytes(61)),
      "+" * 80,
      "A" * 79 + "=",
    ].each { |bag| expect(keep({ topic_id => { 1 => bag } })).to eq(400), bag }
    expect(kept).to eq([nil])
  end

  it "is closed while the plugin is off" do
    SiteSetting.encrypted_messages_enabled = false
    expect(keep({ topic_id => { 1 => a_bag } })).to eq(404)
    expect(kept).to eq([nil])
  end
end
