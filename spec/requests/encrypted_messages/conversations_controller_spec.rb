# frozen_string_literal: true

# What lists leave out, for devices that have not got it: titles, and the keys that open them.
RSpec.describe EncryptedMessages::ConversationsController do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:mary) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete, mary)
    @topic = start_conversation(jane, pete).topic
    sign_in(pete)
  end

  attr_reader :topic

  def conversations(*topics, **options)
    ids = (topics.presence || [topic]).map { |one| one.is_a?(Topic) ? one.id : one }
    get "/encrypted-messages/conversations.json", params: { topic_ids: ids, **options }
    response.parsed_body["conversations"]
  end

  def key_of(member, topic: self.topic, epoch: 1)
    EncryptedMessages::ConversationKey.find_by(topic_id: topic.id, user_id: member.id, epoch:)
  end

  def keep_bag(member, **of)
    key_of(member, **of).update!(bag: base64url(SecureRandom.bytes(60)))
    key_of(member, **of).bag
  end

  it "gives the title and the grant that opens it" do
    expect(conversations).to eq(
      [
        {
          "topic_id" => topic.id,
          "id" => topic.encrypted_conversation.conversation_id,
          "title" => topic.encrypted_conversation.encrypted_title,
          "title_digest" => topic.encrypted_conversation.title_digest,
          "keys" => [
            { "epoch" => 1, "granted_by_id" => jane.id, "grant" => key_of(pete).encrypted_key },
          ],
        },
      ],
    )
  end

  it "gives what another device has kept in the grant's place, and both where they are asked for" do
    bag = keep_bag(pete)
    expect(conversations.first["keys"]).to eq(
      [{ "epoch" => 1, "granted_by_id" => jane.id, "bag" => bag }],
    )
    expect(conversations(grants: true).first["keys"]).to eq(
      [
        {
          "epoch" => 1,
          "granted_by_id" => jane.id,
          "bag" => bag,
          "grant" => key_of(pete).encrypted_key,
        },
      ],
    )
    sign_in(jane)
    expect(conversations.to_s).not_to include(bag)
  end

  it "gives the keys of the title's epoch alone" do
    entry = next_entry(topic, signer: jane, members: [jane, pete], epoch: :next)
    id = topic.encrypted_conversation.conversation_id
    keys =
      [jane, pete].to_h do |member|
        grant = grant(conversation_id: id, member:, granter: jane, epoch: 2, entry:)
        [member.id.to_s, { "2" => grant }]
      end
    write_roster_entry(jane, topic, entry:, encrypted_keys: keys)
    expect(key_of(pete, epoch: 2)).to be_present
    expect(conversations.first["keys"].pluck("epoch")).to eq([1])

    topic.encrypted_conversation.update!(
      encrypted_title: encrypted_title(conversation_id: id, epoch: 2, revision: 2),
    )
    expect(conversations.first["keys"].pluck("epoch")).to eq([2])
  end

  it "gives a whole list by no more queries than one" do
    others = Array.new(4) { start_conversation(jane, pete).topic }
    conversations
    few = track_sql_queries { conversations(topic) }.size
    many = track_sql_queries { expect(conversations(topic, *others).size).to eq(5) }.size
    expect(many).to eq(few)
  end

  # What encryption adds, as it goes over the wire. Ciphertext is as good as random bytes.
  it "is little: 600 bytes a conversation to a new device, and 50 in the list where titles are known" do
    9.times { start_conversation(jane, pete) }
    EncryptedMessages::Conversation.find_each do |each|
      title =
        encrypted_title(
          conversation_id: each.conversation_id,
          ciphertext: SecureRandom.bytes(EncryptedMessages::Envelope::MIN_TITLE_CIPHERTEXT_BYTES),
        )
      each.update!(encrypted_title: title)
      keep_bag(pete, topic: each.topic)
    end
    sent = ->(json) { Zlib.gzip(json.to_json).bytesize }
    expect(sent.(conversations(*Topic.private_messages_for_user(pete)))).to be < 6000

    get "/topics/private-messages/#{pete.username}.json"
    topics = response.parsed_body.dig("topic_list", "topics")
    parts = topics.map { |each| each.slice("is_encrypted", "encrypted_conversation") }
    expect(parts.size).to eq(10)
    expect(sent.(parts)).to be < 500
  end

  it "gives nothing to who takes no part, was removed, or asks for another topic" do
    ordinary = Fabricate(:private_message_topic, user: pete, recipient: jane)
    expect(conversations(ordinary, 999_999_999)).to eq([])
    topic.remove_allowed_user(admin, pete)
    expect(conversations).to eq([])
    [mary, admin].each do |stranger|
      sign_in(stranger)
      expect(conversations).to eq([])
    end
  end

  it "gives what is deleted to staff who take part, as core does" do
    topic.trash!(admin)
    expect(conversations).to eq([])
    pete.update!(moderator: true)
    expect(conversations.size).to eq(1)
  end

  it "takes no more than a hundred" do
    expect(conversations(*(1..100))).to be_an(Array)
    conversations(*(1..101))
    expect(response.status).to eq(400)
  end
end
