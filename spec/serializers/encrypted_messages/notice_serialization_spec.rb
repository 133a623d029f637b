# frozen_string_literal: true

RSpec.describe EncryptedMessages::NoticeSerialization do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }

  let(:post) { start_conversation(jane, pete) }
  let(:conversation) { post.topic.encrypted_conversation }
  let(:notification) { Fabricate(:notification, user: pete, post:) }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
  end

  def serialize(object, user, serializer = NotificationSerializer, request: true)
    request &&= ActionDispatch::Request.new(Rack::MockRequest.env_for("https://forum.example.com/"))
    serializer.new(object, scope: Guardian.new(user, request || nil), root: false).as_json
  end

  it "gives a member what their page needs to show the title (R6)" do
    expect(serialize(notification, pete)).to include(
      is_encrypted: true,
      encrypted_conversation: {
        id: conversation.conversation_id,
        title_digest: conversation.title_digest,
      },
    )
  end

  it "does so for bookmarks of posts and topics (R6)" do
    [
      [post, UserPostBookmarkSerializer],
      [post.topic, UserTopicBookmarkSerializer],
    ].each do |target, serializer|
      bookmark = Bookmark.create!(user: pete, bookmarkable: target)
      expect(serialize(bookmark, pete, serializer)).to include(
        is_encrypted: true,
        encrypted_conversation: include(title_digest: conversation.title_digest),
        excerpt: I18n.t("encrypted_messages.post_placeholder"),
      )
    end
  end

  it "does so for the member's own drafts, whose titles would all be the same (D10)" do
    sealed = envelope(kind: :draft, conversation_id: conversation.conversation_id)
    reply = { reply: "encrypted-message:v1:#{sealed}", action: "reply" }
    sequence = DraftSequence.current(pete, post.topic.draft_key)
    Draft.set(pete, post.topic.draft_key, sequence, reply.to_json)
    Draft.set(pete, "new_private_message_1", 0, { "reply" => "In the clear" }.to_json)
    ordinary, encrypted =
      Draft
        .stream(user: pete)
        .sort_by(&:draft_key)
        .map { |draft| serialize(draft, pete, DraftSerializer) }

    expect(encrypted).to include(
      is_encrypted: true,
      encrypted_conversation: include(title_digest: conversation.title_digest),
    )
    expect(ordinary.keys.grep(/encrypted/)).to be_empty
  end

  it "gives others the fact alone (R20)" do
    json = serialize(notification, admin)
    expect(json[:is_encrypted]).to eq(true)
    expect(json.keys).not_to include(:encrypted_conversation)
  end

  it "gives the message bus and webhooks nothing (R22)" do
    json = NotificationSerializer.new(notification, root: false).as_json
    expect(json.keys.grep(/encrypted/)).to be_empty

    system = serialize(notification, Discourse.system_user, request: false)
    expect(system.keys.grep(/encrypted/)).to be_empty
    expect(serialize(notification, pete, request: false)).not_to have_key(:encrypted_conversation)
  end

  it "adds nothing to notices of ordinary messages, and of no topic at all (R6)" do
    ordinary = Fabricate(:private_message_post, user: jane, recipient: pete)
    [
      Fabricate(:notification, user: pete, post: ordinary),
      Fabricate(:notification, user: pete, topic: nil),
    ].each { |each| expect(serialize(each, pete).keys.grep(/encrypted/)).to be_empty }
  end

  it "asks the database no more often for longer lists" do
    notifications =
      [notification] +
        Array.new(3) { Fabricate(:notification, user: pete, post: start_conversation(jane, pete)) }
    queries =
      track_sql_queries do
        shown = Notification.where(id: notifications.map(&:id)).includes(:topic).to_a
        Notification.populate_acting_user(shown)
        expect(shown.map { |each| serialize(each, pete) }).to all(include(:encrypted_conversation))
      end
    expect(queries.grep(/encrypted_|topic_allowed_users/).size).to eq(2)
  end
end
