# frozen_string_literal: true

# What staff can do to anybody's message, as in core.
RSpec.describe Topic do
  fab!(:author) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:reader) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }
  fab!(:category)
  fab!(:topic) { Fabricate(:private_message_topic, user: author, recipient: reader) }
  fab!(:first_post) { Fabricate(:post, user: author, topic:, raw: "Meet me at the usual place") }
  fab!(:reply) { Fabricate(:post, user: author, topic:, raw: "The lighthouse, at nine") }

  describe PostMover do
    it "makes a public topic of a message's posts" do
      moved = described_class.new(topic, admin, [reply.id]).to_new_topic("Of that lighthouse")
      expect(moved.archetype).to eq("regular")
      expect(reply.reload.topic).to eq(moved)
      expect(topic.posts.order(:id).last.action_code).to eq("split_topic")
    end

    it "copies posts, and joins their authors, into another message" do
      other = Fabricate(:private_message_topic, user: admin)
      options = { freeze_original: true }
      mover =
        described_class.new(topic, admin, [first_post.id, reply.id], move_to_pm: true, options:)
      mover.to_topic(other.id)
      expect(other.posts.order(:id).pluck(:raw)).to eq([first_post.raw, reply.raw])
      expect(other.allowed_users).to include(author)
      expect(topic.posts.where(post_type: 1).count).to eq(2)
    end

    it "takes no notice of a post that could not be saved" do
      refusal = ->(*) { throw(:abort) if topic_id_changed? && persisted? }
      Post.before_save(refusal)
      other = Fabricate(:private_message_topic, user: admin)
      expect { described_class.new(topic, admin, [reply.id]).to_topic(other.id) }.not_to raise_error
      expect(Post.find(reply.id).topic).to eq(topic)
    ensure
      Post.skip_callback(:save, :before, refusal)
    end
  end

  it "PostOwnerChanger gives posts and topic to somebody else" do
    PostOwnerChanger.new(
      post_ids: [first_post.id],
      topic_id: topic.id,
      new_owner: reader,
      acting_user: admin,
    ).change_owner!
    expect(first_post.reload.user).to eq(reader)
    expect(topic.reload.user).to eq(reader)
  end

  it "PostMerger deletes the others even when the one was not saved" do
    merger = PostMerger.new(admin, [first_post, reply])
    refusal = -> { throw(:abort) if raw_changed? && persisted? }
    Post.before_save(refusal)
    merger.merge
    expect(Post.find(reply.id).raw).to eq("The lighthouse, at nine")
    expect(Post.with_deleted.find(first_post.id).deleted_at).to be_present
  ensure
    Post.skip_callback(:save, :before, refusal)
  end

  it "TopicConverter makes a message public" do
    topic.convert_to_public_topic(admin, category_id: category.id)
    expect(topic.reload).to have_attributes(archetype: "regular", category_id: category.id)
  end

  it "TopicPublisher forgets the revisions" do
    reply_text = { raw: "The usual place, at ten" }
    first_post.revise(admin, reply_text, force_new_version: true)
    TopicPublisher.new(topic.reload, admin, category.id).publish!
    expect(topic.reload.archetype).to eq("regular")
    expect(first_post.revisions.count).to eq(0)
  end

  it "a timer publishes" do
    timer =
      topic.set_or_create_timer(
        TopicTimer.types[:publish_to_category],
        2,
        by_user: admin,
        category_id: category.id,
      )
    freeze_time(3.hours.from_now)
    Jobs::PublishTopicToCategory.new.execute(topic_timer_id: timer.id)
    expect(topic.reload.archetype).to eq("regular")
  end

  it "a timer closes, and says so in words" do
    timer = topic.set_or_create_timer(TopicTimer.types[:close], 2, by_user: admin)
    freeze_time(3.hours.from_now)
    Jobs::CloseTopic.new.execute(topic_timer_id: timer.id)
    expect(topic.reload.closed).to eq(true)
    expect(topic.posts.order(:id).last).to have_attributes(
      action_code: "autoclosed.enabled",
      raw: /automatically closed after 3 hours/,
    )
  end

  it "a published page shows a message's text to everybody" do
    done, = PublishedPage.publish!(admin, topic, "lighthouse", public: true)
    expect(done).to eq(true)
  end

  it "a translation keeps a text in the clear" do
    SiteSetting.content_localization_enabled = true
    PostLocalizationCreator.create(post_id: reply.id, locale: "de", raw: "Um neun", user: admin)
    expect(PostLocalization.last.cooked).to eq("<p>Um neun</p>")
  end

  it "whispers are seen by those who may whisper alone" do
    SiteSetting.whispers_allowed_groups = "3"
    options = { topic_id: topic.id, raw: "Do not tell them", post_type: Post.types[:whisper] }
    whisper = PostCreator.create!(admin, options)
    expect(Guardian.new(admin).can_see?(whisper)).to eq(true)
    expect(Guardian.new(reader).can_see?(whisper)).to eq(false)
    expect(topic.allowed_users).not_to include(admin)
  end

  it "a member's own API key writes as far as its scopes go" do
    scopes = %w[read].map { |name| Fabricate.build(:user_api_key_scope, name:) }
    key = Fabricate(:user_api_key, user: author, scopes:)
    expect { key.ensure_allowed!({ "REQUEST_METHOD" => "GET" }) }.not_to raise_error
    expect { key.ensure_allowed!({ "REQUEST_METHOD" => "POST" }) }.to raise_error(
      Discourse::InvalidAccess,
    )
  end
end
