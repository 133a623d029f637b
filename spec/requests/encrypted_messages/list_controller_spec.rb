# frozen_string_literal: true

# Core's lists of messages, with what the plugin adds to them.
RSpec.describe ListController do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
    start_conversation(jane, pete)
    Fabricate(:private_message_topic, user: jane, recipient: pete)
  end

  let(:conversation) { EncryptedMessages::Conversation.first }

  def list(user = pete)
    get "/topics/private-messages/#{user.username}.json"
    response.parsed_body.dig("topic_list", "topics")
  end

  it "gives participants by what a device knows the title, and neither that nor keys (R6, R20)" do
    sign_in(pete)
    encrypted, ordinary = list.partition { |topic| topic["is_encrypted"] }

    expect(encrypted.map { |topic| topic["title"] }).to eq(["Encrypted message"])
    expect(encrypted.first["encrypted_conversation"]).to eq(
      "id" => conversation.conversation_id,
      "title_digest" => conversation.title_digest,
    )
    expect(response.body).not_to include(conversation.encrypted_title)
    conversation.keys.each { |key| expect(response.body).not_to include(key.encrypted_key) }
    expect(ordinary.first.keys.grep(/encrypted/)).to be_empty
  end

  it "gives an administrator who looks at a member's list no ciphertext and no key (R20)" do
    sign_in(admin)
    expect(list.count { |topic| topic["is_encrypted"] }).to eq(1)
    expect(response.body).not_to include("encrypted_conversation")
    conversation.keys.each { |key| expect(response.body).not_to include(key.encrypted_key) }
  end

  it "asks the database no more often for longer lists" do
    sign_in(pete)
    list
    few = track_sql_queries { list }.grep(/encrypted_/).size
    3.times { start_conversation(jane, pete) }
    many = track_sql_queries { list }.grep(/encrypted_/).size

    expect(response.parsed_body.dig("topic_list", "topics").size).to eq(5)
    expect(many).to eq(few)
  end
end
