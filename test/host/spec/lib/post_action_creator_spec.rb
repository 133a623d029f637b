# frozen_string_literal: true

RSpec.describe PostActionCreator do
  fab!(:author) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:reader) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }
  fab!(:topic) { Fabricate(:private_message_topic, user: author, recipient: reader) }
  fab!(:target) { Fabricate(:post, user: author, topic:, raw: "The lighthouse, at nine") }

  it "counts likes, once for each member and never one's own" do
    expect(described_class.like(reader, target)).to be_success
    expect(described_class.like(reader, target)).to be_failed
    expect(described_class.like(author, target)).to be_failed
    expect([target.reload.like_count, topic.reload.like_count]).to eq([1, 1])

    PostActionDestroyer.destroy(reader, target, :like)
    expect(target.reload.like_count).to eq(0)
  end

  it "shows reviewers what is written in a message that they cannot see" do
    described_class.create(reader, target, :inappropriate)
    moderator = Fabricate(:moderator)
    item = Reviewable.list_for(moderator).first
    scope = Guardian.new(moderator)
    json = ReviewableFlaggedPostSerializer.new(item, scope:, root: nil, hash: {})
    expect(Guardian.new(moderator).can_see?(topic)).to eq(false)
    expect(json.as_json).to include(
      raw: "The lighthouse, at nine",
      cooked: "<p>The lighthouse, at nine</p>",
    )
  end

  it "makes a message to the moderators of a flag with words, whose title quotes the topic's" do
    result = described_class.create(reader, target, :notify_moderators, message: "He threatens me")
    message = result.post_action.related_post.topic
    expect(message.title).to include(topic.title)
    expect(message.allowed_groups).to eq([Group[:moderators]])
    expect(message.first_post.raw).to include("He threatens me")
  end

  it "quotes the post to its author when staff have brought it back" do
    Jobs.run_immediately!
    result = described_class.create(reader, target, :inappropriate)
    result.reviewable.perform(admin, :agree_and_hide)
    expect(target.reload.hidden).to eq(true)
    result.reviewable.perform(admin, :disagree)
    expect(target.reload.hidden).to eq(false)
    told = Topic.private_messages.order(:id).last.first_post
    expect(told.raw).to include("The lighthouse, at nine")
  end

  it "makes nobody a member" do
    described_class.like(admin, target)
    described_class.create(admin, target, :spam)
    expect(topic.allowed_users).not_to include(admin)
  end
end
