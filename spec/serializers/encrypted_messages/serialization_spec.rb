# frozen_string_literal: true

RSpec.describe EncryptedMessages::Serialization do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }

  let(:topic) { start_conversation(jane, pete).topic.reload }
  let(:conversation) { topic.encrypted_conversation }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
  end

  def serialize(serializer, object, user, root: false, request: nil)
    serializer.new(object, scope: Guardian.new(user, request), root:).as_json
  end

  describe CurrentUserSerializer do
    def current_user(user, url = "https://forum.example.com/")
      request = ActionDispatch::Request.new(Rack::MockRequest.env_for(url))
      serialize(CurrentUserSerializer, user, user, request:)
    end

    it "says whether encryption may be used and is enabled" do
      expect(current_user(jane)).to include(
        can_use_encrypted_messages: true,
        encrypted_messages_enabled: true,
      )
      expect(current_user(admin)).to include(
        can_use_encrypted_messages: true,
        encrypted_messages_enabled: false,
      )
      expect(current_user(jane)).not_to have_key(:encrypted_messages_unavailable_reason)
    end

    it "says why it cannot be used (R14)" do
      expect(current_user(jane, "http://forum.example.com/")).to include(
        can_use_encrypted_messages: false,
        encrypted_messages_unavailable_reason: "insecure_context",
      )

      SiteSetting.encrypted_messages_allowed_groups = Fabricate(:group).id.to_s
      expect(current_user(jane)).to include(
        can_use_encrypted_messages: false,
        encrypted_messages_unavailable_reason: "not_allowed",
      )
    end

    it "says nothing when the plugin is off" do
      SiteSetting.encrypted_messages_enabled = false
      expect(current_user(jane).keys.grep(/encrypted/)).to be_empty
    end
  end

  describe TopicListItemSerializer do
    def listed(user, topics = [topic])
      topics = Topic.where(id: topics.map(&:id)).to_a
      # as core's queries for lists of messages leave them
      topics.each { |each| each.allowed_user_ids = each.allowed_users.map(&:id) }
      list = TopicList.new("private-messages", user, topics)
      list.topics.map { |each| serialize(TopicListItemSerializer, each, user) }
    end

    it "gives participants by what a device knows the title, and neither that nor a key (R20, R21)" do
      expect(listed(pete).first).to include(
        is_encrypted: true,
        encrypted_conversation: {
          id: conversation.conversation_id,
          title_digest: conversation.title_digest,
        },
      )
    end

    it "gives others the fact alone (R20)" do
      item = listed(admin).first
      expect(item[:is_encrypted]).to eq(true)
      expect(item).not_to have_key(:encrypted_conversation)
    end

    it "adds nothing to ordinary topics" do
      ordinary = Fabricate(:private_message_topic, user: jane, recipient: pete)
      items = listed(pete, [ordinary, Fabricate(:topic)])
      expect(items.flat_map(&:keys).grep(/encrypted/)).to be_empty
    end

    it "needs two queries, however long the list" do
      topics = [topic, start_conversation(jane, pete).topic, start_conversation(pete, jane).topic]
      queries = track_sql_queries { listed(pete, topics) }
      expect(queries.grep(/encrypted_/).size).to eq(2)
    end
  end

  describe "webhooks" do
    it "carry no key, no title, and no hint beyond core's own fields (R4)" do
      system = Discourse.system_user
      view = TopicView.new(topic.id, system)
      topic_json = serialize(WebHookTopicViewSerializer, view, system)
      post_json = serialize(WebHookPostSerializer, topic.first_post, system)

      expect(topic_json.keys.grep(/encrypted/)).to be_empty
      expect(post_json.keys.grep(/encrypted/)).to be_empty
      expect(topic_json[:title]).to eq("Encrypted message")
      expect(post_json[:cooked]).to eq("<p>#{I18n.t("encrypted_messages.post_placeholder")}</p>")
    end
  end

  describe SiteSerializer do
    it "names the placeholder, which clients send for a title" do
      json = serialize(SiteSerializer, Site.new(Guardian.new(jane)), jane)
      expect(json[:encrypted_messages_title_placeholder]).to eq("Encrypted message")
    end
  end
end
