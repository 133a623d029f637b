# frozen_string_literal: true

# Core's `TopicsController`, with what the plugin adds to it.
RSpec.describe TopicsController do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:mary) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }

  let(:topic) { start_conversation(jane, pete).topic }
  let(:conversation) { topic.encrypted_conversation }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete, mary)
    host! "test.localhost"
  end

  def text(reason)
    I18n.t("encrypted_messages.errors.#{reason}")
  end

  describe "showing a conversation" do
    def show
      get "/t/#{topic.id}.json"
      response.parsed_body
    end

    def key_of(user)
      key = conversation.keys.find_by(user_id: user.id)
      { "epoch" => 1, "grant" => key.encrypted_key, "granted_by_id" => jane.id }
    end

    it "gives each participant the title and their own key" do
      [jane, pete].each do |user|
        sign_in(user)
        body = show
        expect(body["title"]).to eq("Encrypted message")
        expect(body["is_encrypted"]).to eq(true)
        expect(body["encrypted_conversation"]).to eq(
          "id" => conversation.conversation_id,
          "title" => conversation.encrypted_title,
          "keys" => [key_of(user)],
        )
        expect(body["post_stream"]["posts"].first["encrypted_raw"]).to eq(topic.first_post.raw)
      end
    end

    it "tells an administrator that it is encrypted, and nothing else" do
      sign_in(admin)
      body = show
      expect(body["is_encrypted"]).to eq(true)
      [conversation.encrypted_title, conversation.conversation_id].each do |value|
        expect(response.body).not_to include(value)
      end
      conversation.keys.each { |key| expect(response.body).not_to include(key.encrypted_key) }
      expect(response.body).not_to include("encrypted_raw")
    end

    it "tells a stranger nothing" do
      sign_in(mary)
      show
      expect(response.status).to eq(403)
      conversation.keys.each { |key| expect(response.body).not_to include(key.encrypted_key) }
    end

    it "does not ask the database once more for each post" do
      sign_in(pete)
      show
      few = track_sql_queries { show }.grep(/encrypted_/).size
      5.times { reply_to(topic, jane) }
      many = track_sql_queries { show }.grep(/encrypted_/).size
      expect(many).to eq(few)
    end
  end

  describe "editing the title" do
    let(:conversation_id) { conversation.conversation_id }
    let(:message_id) do
      EncryptedMessages::Envelope.parse_title(conversation.encrypted_title).message_id
    end
    let(:title) { encrypted_title(conversation_id:, message_id:) }

    def edit(params)
      put "/t/-/#{topic.id}.json", params:
    end

    it "stores the new ciphertext and tells the others' pages" do
      before = conversation.encrypted_title
      # After core's grace period, so that there is a revision.
      topic.first_post.update_columns(last_version_at: 1.hour.ago)
      sign_in(jane)
      messages =
        MessageBus.track_publish("/topic/#{topic.id}") do
          edit(encrypted_title: title, title: "Encrypted message")
        end

      expect(response.status).to eq(200)
      expect(conversation.reload.encrypted_title).to eq(title)
      expect(topic.reload.title).to eq("Encrypted message")
      expect(messages.map(&:data)).to include(a_hash_including(reload_topic: true))
      expect(topic.first_post.revisions.last.modifications["encrypted_title"]).to eq(
        [before, title],
      )
    end

    it "needs a secure context" do
      host! "forum.example.com"
      sign_in(jane)
      expect { edit(encrypted_title: title) }.not_to change { conversation.reload.encrypted_title }
      expect(response.status).to eq(403)
    end

    it "refuses plain titles in either place" do
      before = conversation.encrypted_title
      sign_in(jane)
      edit(title: "A party for Mary")
      expect(response.status).to eq(422)
      expect(response.parsed_body["errors"]).to include(text(:plain_title))

      edit(encrypted_title: "A party for Mary")
      expect(response.status).to eq(422)
      expect(response.parsed_body["errors"]).to include(text(:invalid_title))

      edit(encrypted_title: title, title: "A party for Mary")
      expect(response.status).to eq(422)
      expect(response.parsed_body["errors"]).to include(text(:plain_title))

      expect(topic.reload.title).to eq("Encrypted message")
      expect(conversation.reload.encrypted_title).to eq(before)
    end

    it "refuses a title of another conversation, message or kind" do
      sign_in(jane)
      [
        encrypted_title(conversation_id: random_id, message_id:),
        encrypted_title(conversation_id:),
        envelope(kind: :body, conversation_id:, message_id:),
      ].each do |wrong|
        edit(encrypted_title: wrong)
        expect(response.status).to eq(422)
      end
    end

    it "refuses those without a key" do
      before = conversation.encrypted_title
      sign_in(admin)
      edit(encrypted_title: title)
      expect(response.status).to eq(422)
      sign_in(mary)
      edit(encrypted_title: title)
      expect(response.status).to eq(403)
      expect(conversation.reload.encrypted_title).to eq(before)
    end
  end

  describe "inviting" do
    it "refuses plain invitations, with the reason" do
      sign_in(jane)
      post "/t/#{topic.id}/invite.json", params: { user: mary.username }
      expect(response.status).to eq(422)
      expect(response.parsed_body["errors"]).to eq([text(:no_key_for_member)])
      expect(topic.topic_allowed_users.pluck(:user_id)).to contain_exactly(jane.id, pete.id)
    end
  end
end
