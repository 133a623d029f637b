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

    it "gives each participant the title and their own key (R20, R21)" do
      [jane, pete].each do |user|
        sign_in(user)
        body = show
        expect(body["title"]).to eq("Encrypted message")
        expect(body["is_encrypted"]).to eq(true)
        expect(body["encrypted_conversation"]).to eq(
          "id" => conversation.conversation_id,
          "title" => conversation.encrypted_title,
          "title_digest" => conversation.title_digest,
          "keys" => [key_of(user)],
          "roster" => {
            "sequence" => 0,
            "entry" => conversation.newest_entry.entry,
          },
        )
        expect(body["post_stream"]["posts"].first["encrypted_raw"]).to eq(topic.first_post.raw)
      end
    end

    it "offers no translation of it, as of an ordinary message (S9)" do
      SiteSetting.content_localization_enabled = true
      SiteSetting.content_localization_allowed_groups = Group::AUTO_GROUPS[:trust_level_0].to_s
      ordinary = Fabricate(:private_message_post, user: jane, recipient: pete)
      sign_in(jane)

      offered =
        [topic, ordinary.topic].map do |message|
          get "/t/#{message.id}.json"
          response.parsed_body["post_stream"]["posts"].first["can_localize_post"]
        end
      expect(offered).to eq([false, true])

      guardian = Guardian.new(jane.reload)
      expect(guardian.can_localize_post?(topic.first_post.id)).to eq(false)
      expect(guardian.can_localize_topic?(topic)).to eq(false)
      expect(guardian.can_localize_topic?(topic.id)).to eq(false)
      expect(guardian.can_localize_topic?(ordinary.topic)).to eq(true)
    end

    it "tells an administrator that it is encrypted, and nothing else (R20, R21)" do
      sign_in(admin)
      body = show
      expect(body["is_encrypted"]).to eq(true)
      [conversation.encrypted_title, conversation.conversation_id].each do |value|
        expect(response.body).not_to include(value)
      end
      conversation.keys.each { |key| expect(response.body).not_to include(key.encrypted_key) }
      expect(response.body).not_to include("encrypted_raw")
    end

    it "tells a stranger nothing (R20)" do
      sign_in(mary)
      show
      expect(response.status).to eq(404)
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
    let(:title) { edited_title(topic) }

    def edit(params)
      put "/t/-/#{topic.id}.json", params:
    end

    it "stores the new ciphertext and tells the others' pages (R21)" do
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

    it "needs a secure context (R14)" do
      leave_secure_context
      sign_in(jane)
      expect { edit(encrypted_title: title) }.not_to change { conversation.reload.encrypted_title }
      expect(response.status).to eq(403)
    end

    it "refuses plain titles in either place (R25)" do
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

    it "takes a revision once, so that no device overwrites what another wrote (H10, R21)" do
      stored = edited_title(topic)
      overwriting = title
      sign_in(jane)
      edit(encrypted_title: stored)
      edit(encrypted_title: overwriting)
      expect(response.status).to eq(422)
      expect(response.parsed_body["errors"]).to include(text(:earlier_version))
      expect(conversation.reload.encrypted_title).to eq(stored)

      edit(encrypted_title: edited_title(topic.reload))
      expect(response.status).to eq(200)
    end

    it "leaves room for later revisions: nobody can end a conversation's titles (R20, R21)" do
      sign_in(jane)
      [4_294_967_295, 1002].each do |revision|
        edit(encrypted_title: edited_title(topic, revision:))
        expect(response.status).to eq(422)
        expect(response.parsed_body["errors"]).to include(text(:invalid_title))
      end
      edit(encrypted_title: edited_title(topic, revision: 1001))
      expect(response.status).to eq(200)
    end

    it "refuses a title of another conversation, message or kind (R21)" do
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

    it "refuses those without a key (R20, R25)" do
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

  describe "core's own invitations" do
    fab!(:group) { Fabricate(:group, messageable_level: Group::ALIAS_LEVELS[:everyone]) }

    def expect_refusal(status, reason)
      expect(response.status).to eq(status)
      expect(response.parsed_body["errors"]).to eq([text(reason)])
      expect(topic.reload.topic_allowed_users.pluck(:user_id)).to contain_exactly(jane.id, pete.id)
      expect(topic.topic_allowed_groups.count).to eq(0)
      expect(TopicInvite.count).to eq(0)
      expect(topic.posts.count).to eq(1)
    end

    it "are refused for a member, with the reason (R7, R20)" do
      sign_in(jane)
      post "/t/#{topic.id}/invite.json", params: { user: mary.username }
      expect_refusal(422, :no_key_for_member)
      post "/t/#{topic.id}/invite.json", params: { email: mary.email }
      expect_refusal(422, :no_key_for_member)
    end

    it "are refused for an address, with the reason (R7)" do
      jane.update!(moderator: true)
      sign_in(jane)
      post "/t/#{topic.id}/invite.json", params: { email: "new@example.com" }
      expect_refusal(422, :members_only)
    end

    it "are refused for a group, with the reason (R7)" do
      [jane, admin].each do |inviter|
        sign_in(inviter)
        post "/t/#{topic.id}/invite-group.json", params: { group: group.name }
        expect_refusal(403, :members_only)
      end
    end

    it "are refused to staff without a key (R7, R20)" do
      sign_in(admin)
      post "/t/#{topic.id}/invite.json", params: { user: admin.username }
      expect(response.status).to eq(403)
      expect(topic.reload.topic_allowed_users.pluck(:user_id)).to contain_exactly(jane.id, pete.id)
    end

    it "are offered to nobody who cannot pass a key on (R7)" do
      { jane => true, admin => nil }.each do |viewer, offered|
        sign_in(viewer)
        get "/t/#{topic.id}.json"
        expect(response.parsed_body["details"]["can_invite_to"]).to eq(offered)
      end
      SiteSetting.encrypted_messages_allowed_groups = Fabricate(:group).id.to_s
      sign_in(jane)
      get "/t/#{topic.id}.json"
      expect(response.parsed_body["details"]).not_to have_key("can_invite_to")
    end
  end

  describe "removing and leaving" do
    before { topic }

    def remove(user)
      put "/t/#{topic.id}/remove-allowed-user.json", params: { username: user.username }
    end

    def holders
      EncryptedMessages::ConversationKey.where(topic_id: topic.id).pluck(:user_id)
    end

    it "takes membership, key and ciphertext from who is removed (R7, R20)" do
      sign_in(admin)
      messages = MessageBus.track_publish("/topic/#{topic.id}") { remove(pete) }
      expect(response.status).to eq(200)
      expect(holders).to contain_exactly(jane.id)
      expect(topic.posts.order(:post_number).last.action_code).to eq("removed_user")

      to_pete = messages.select { |message| message.user_ids&.include?(pete.id) }
      expect(to_pete.map(&:data)).to include(a_hash_including(type: "remove_allowed_user"))
      reload = messages.find { |message| message.data[:reload_topic] }
      expect(reload.user_ids).to include(jane.id)
      expect(reload.user_ids).not_to include(pete.id)

      sign_in(pete)
      get "/t/#{topic.id}.json"
      expect(response.status).to eq(404)
      expect(response.body).not_to include(topic.first_post.raw)
      expect { reply_to(topic, pete) }.to raise_error(ActiveRecord::RecordNotSaved)
    end

    it "takes the key from who leaves (R7, R20)" do
      sign_in(pete)
      remove(pete)
      expect(response.status).to eq(200)
      expect(holders).to contain_exactly(jane.id)
      expect(topic.posts.order(:post_number).last.action_code).to eq("user_left")
      remove(pete)
      expect(response.status).to eq(403)
    end

    it "is not for the other participants (R7)" do
      sign_in(pete)
      remove(jane)
      expect(response.status).to eq(403)
      expect(holders).to contain_exactly(jane.id, pete.id)
    end
  end
end
