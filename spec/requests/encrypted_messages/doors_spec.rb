# frozen_string_literal: true

# Every way in which core would put plain text into an encrypted message, or take the message out of its conversation.
# Each row of the table is one way, and after each the same data is compared.
# rubocop:disable RSpec/EmptyExampleGroup -- `refuses` makes the examples
RSpec.describe "The doors of an encrypted message" do
  include StoredText

  PLAIN = "Meet me at the lighthouse"

  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:mary) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }
  fab!(:moderator) { Fabricate(:moderator, refresh_auto_groups: true) }
  fab!(:category)

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete, mary)
    SiteSetting.enable_page_publishing = true
    SiteSetting.content_localization_enabled = true
    SiteSetting.whispers_allowed_groups = "3"
    host! "test.localhost"
  end

  let!(:first_post) { start_conversation(jane, pete) }
  let!(:reply) { reply_to(topic, pete) }
  let(:topic) { first_post.topic }
  let(:conversation_id) { topic.encrypted_conversation.conversation_id }
  let(:second_reply) { reply_to(topic, pete) }
  let(:closing) { topic.add_small_action(admin, "closed.enabled") }

  let(:ordinary) { Fabricate(:private_message_post, user: jane, recipient: pete) }
  let(:second_ordinary) { Fabricate(:post, user: jane, topic: ordinary.topic) }
  let(:elsewhere) { start_conversation(jane, mary) }
  let(:with_admin) do
    enable_encrypted_messages_for(admin)
    start_conversation(jane, pete, admin)
  end
  let(:edit_by_jane) do
    first_post.revise(jane, { raw: edited_raw(first_post) })
    first_post.reload
  end

  def json(method, path, params = {}, headers = {})
    public_send(method, path, params:, headers:)
  end

  def write(params, headers = {})
    json(:post, "/posts.json", { topic_id: topic.id, raw: PLAIN }.merge(params), headers)
  end

  def edit(post, params)
    json(:put, "/posts/#{post.id}.json", post: params)
  end

  def edit_title(title, headers = {})
    json(:put, "/t/-/#{topic.id}.json", { title: }, headers)
  end

  def move(from, posts, **params)
    json(:post, "/t/#{from.id}/move-posts.json", { post_ids: posts.map(&:id) }.merge(params))
  end

  def merge(from, into)
    json(:post, "/t/#{from.id}/merge-topic.json", destination_topic_id: into.id)
  end

  def as_admin_by_key(user)
    { "Api-Key" => Fabricate(:api_key).key, "Api-Username" => user.username }
  end

  def as_member_by_key(user)
    scopes = [Fabricate.build(:user_api_key_scope, name: "write")]
    { "User-Api-Key" => Fabricate(:user_api_key, user:, scopes:).key }
  end

  # Everything that one of these ways could have changed.
  def stored
    {
      posts:
        Post
          .with_deleted
          .order(:id)
          .map { |post| post.attributes.except("updated_at", "baked_at").hash },
      revisions: PostRevision.order(:id).pluck(:id, :number),
      topics: Topic.with_deleted.order(:id).pluck(:id, :title, :archetype, :user_id, :category_id),
      members: TopicAllowedUser.order(:id).pluck(:topic_id, :user_id),
      keys: EncryptedMessages::ConversationKey.order(:id).pluck(:topic_id, :user_id),
      timers: TopicTimer.count,
      pages: PublishedPage.count,
      fields: PostCustomField.count,
    }
  end

  # @param given names of what has to be there before
  def self.refuses(door, by, status, reason = nil, given: [], &request)
    it "refuses #{door} (R25)" do
      given.each { |name| public_send(name) }
      sign_in(public_send(by)) if by
      before = stored

      instance_exec(&request)

      expect(response.status).to eq(status)
      if reason
        expect(response.parsed_body["errors"]).to include(
          I18n.t("encrypted_messages.errors.#{reason}"),
        )
      end
      expect(stored).to eq(before)
      expect(tables_with(PLAIN)).to be_empty
    end
  end

  describe "writing" do
    refuses("plain text of a participant", :pete, 422, :plaintext) { write({}) }
    refuses("plain text of an administrator", :admin, 422, :plaintext) { write({}) }
    refuses("plain text quoted from elsewhere", :pete, 422, :plaintext, given: %i[ordinary]) do
      write(
        raw: "[quote=\"#{jane.username}, post:1, topic:#{ordinary.topic_id}\"]\n#{PLAIN}\n[/quote]",
      )
    end
    refuses("plain text by an administrator's API key", nil, 422, :plaintext) do
      write({}, as_admin_by_key(pete))
    end
    refuses("plain text by an API key that skips validations", nil, 422, :plaintext) do
      write({ skip_validations: true }, as_admin_by_key(Discourse.system_user))
    end
    refuses("plain text by a member's own API key", nil, 422, :plaintext) do
      write({}, as_member_by_key(pete))
    end
    refuses("a plain whisper", :admin, 422, :plaintext) { write(whisper: true) }
    refuses("an encrypted whisper", :admin, 422, :no_whispers, given: %i[with_admin]) do
      conversation_id = with_admin.topic.encrypted_conversation.conversation_id
      write(topic_id: with_admin.topic_id, raw: encrypted_raw(conversation_id:), whisper: true)
    end
    refuses("a public topic", :admin, 422, :only_messages) do
      params = new_message_params(sender: admin, recipients: [jane], archetype: "regular")
      json(:post, "/posts.json", params)
    end
    refuses("a shared draft", :admin, 400) do
      params = new_message_params(sender: admin, recipients: [jane], archetype: "regular")
      json(:post, "/posts.json", params.merge(shared_draft: true))
    end
  end

  describe "editing" do
    refuses("plain text of the author", :pete, 422, :plaintext) { edit(reply, raw: PLAIN) }
    refuses("plain text of an administrator", :admin, 403) { edit(reply, raw: PLAIN) }
    refuses("no text at all", :pete, 422) { edit(reply, raw: "") }
    refuses("a reason that stands in the clear", :pete, 422, :plain_edit_reason) do
      edit(reply, raw: edited_raw(reply), edit_reason: PLAIN)
    end
    refuses("words in a small action", :admin, 422, :plaintext, given: %i[closing]) do
      edit(closing, raw: PLAIN)
    end
    refuses("what staff revert", :admin, 403, given: %i[edit_by_jane]) do
      json(:put, "/posts/#{first_post.id}/revisions/2/revert.json")
    end
    refuses("an earlier version", :jane, 422, :earlier_version, given: %i[edit_by_jane]) do
      edit(first_post, raw: first_post.revisions.last.modifications["raw"].first)
    end
    refuses("a wiki", :admin, 403) { json(:put, "/posts/#{reply.id}/wiki.json", wiki: true) }
    refuses("a notice of staff", :admin, 404) do
      json(:put, "/posts/#{reply.id}/notice.json", notice: PLAIN)
    end
    refuses("a translation (S9)", :admin, 403) do
      json(
        :post,
        "/post_localizations/create_or_update.json",
        post_id: reply.id,
        locale: "de",
        raw: PLAIN,
      )
    end
    refuses("one post made of two", :admin, 422, :stays_here, given: %i[second_reply]) do
      json(:put, "/posts/merge_posts.json", post_ids: [reply.id, second_reply.id])
    end
    refuses("another author", :admin, 403, :not_the_author) do
      json(
        :post,
        "/t/#{topic.id}/change-owner.json",
        post_ids: [first_post.id, reply.id],
        username: mary.username,
      )
    end

    it "makes no whisper of a post, which core does not answer for (R25)" do
      sign_in(admin)
      json(:put, "/posts/#{reply.id}/post_type.json", post_type: Post.types[:whisper])
      expect(reply.reload.post_type).to eq(Post.types[:regular])
    end
  end

  describe "the title" do
    refuses("a plain one of the starter", :jane, 422, :plain_title) { edit_title(PLAIN) }
    refuses("a plain one of an administrator", :admin, 422, :plain_title) { edit_title(PLAIN) }
    refuses("a plain one by an API key", nil, 422, :plain_title) do
      edit_title(PLAIN, as_admin_by_key(jane))
    end
    refuses("a plain one beside a good body, and the body with it", :jane, 422, :plain_title) do
      json(
        :put,
        "/posts/#{first_post.id}.json",
        title: PLAIN,
        post: {
          raw: edited_raw(first_post),
        },
      )
    end
  end

  describe "a link beside the title" do
    refuses("one with a new message", :jane, 422, :plaintext) do
      params = new_message_params(sender: jane, recipients: [pete])
      json(:post, "/posts.json", params.merge(featured_link: "https://example.com/lighthouse"))
    end
    refuses("one that is added later", :admin, 422, :plaintext) do
      json(:put, "/t/-/#{topic.id}.json", { featured_link: "https://example.com/lighthouse" })
    end
  end

  describe "moving" do
    refuses("posts that leave for an ordinary message", :admin, 403, given: %i[ordinary]) do
      move(topic, [reply], destination_topic_id: ordinary.topic_id, archetype: "private_message")
    end
    refuses("posts that leave for another encrypted message", :admin, 403, given: %i[elsewhere]) do
      move(topic, [reply], destination_topic_id: elsewhere.topic_id, archetype: "private_message")
    end
    refuses("posts that leave for a new message", :admin, 403) do
      move(topic, [reply], title: PLAIN, archetype: "private_message")
    end
    refuses("posts that leave for a new topic", :admin, 403) do
      move(topic, [reply], title: PLAIN, category_id: category.id)
    end
    refuses(
      "posts that come from elsewhere",
      :admin,
      403,
      :stays_here,
      given: %i[second_ordinary],
    ) do
      move(
        ordinary.topic,
        [second_ordinary],
        destination_topic_id: topic.id,
        archetype: "private_message",
      )
    end
    refuses("a merge into an ordinary message", :admin, 403, given: %i[ordinary]) do
      merge(topic, ordinary.topic)
    end
    refuses("an ordinary message's merge", :admin, 403, :stays_here, given: %i[ordinary]) do
      merge(ordinary.topic, topic)
    end
    refuses("a merge of two encrypted messages", :admin, 403, given: %i[elsewhere]) do
      merge(topic, elsewhere.topic)
    end
  end

  describe "publishing" do
    refuses("a public topic", :moderator, 403) do
      json(:put, "/t/#{topic.id}/convert-topic/public.json", category_id: category.id)
    end
    refuses("a public topic to administrators too", :admin, 403) do
      json(:put, "/t/#{topic.id}/convert-topic/public.json", category_id: category.id)
    end
    refuses("a category", :admin, 403) do
      json(:put, "/t/#{topic.id}/publish.json", destination_category_id: category.id)
    end
    refuses("a timer that publishes", :admin, 422) do
      json(
        :post,
        "/t/#{topic.id}/timer.json",
        time: 24,
        status_type: "publish_to_category",
        category_id: category.id,
      )
    end
    refuses("a published page", :admin, 403) do
      json(:put, "/pub/by-topic/#{topic.id}.json", published_page: { slug: "lighthouse" })
    end
    refuses("a banner", :admin, 403) { json(:put, "/t/#{topic.id}/make-banner.json") }

    it "refuses a change of category, alone or in bulk (R25)" do
      sign_in(admin)
      operation = { type: "change_category", category_id: category.id }
      json(:put, "/topics/bulk.json", topic_ids: [topic.id], operation:)
      expect(topic.reload).to have_attributes(archetype: "private_message")
    end
  end
end
# rubocop:enable RSpec/EmptyExampleGroup
