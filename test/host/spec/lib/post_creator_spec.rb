# frozen_string_literal: true

RSpec.describe PostCreator do
  fab!(:sender) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:recipient) { Fabricate(:user, refresh_auto_groups: true) }

  let(:options) do
    {
      title: "A meeting of two",
      raw: "Meet me at the usual place",
      archetype: Archetype.private_message,
      target_usernames: recipient.username,
    }
  end

  def create(extra = {})
    described_class.new(sender, options.merge(extra)).tap(&:create)
  end

  def open_transactions
    ActiveRecord::Base.connection.open_transactions
  end

  def rows
    [Topic, Post, TopicAllowedUser, TopicCustomField].map(&:count)
  end

  it "calls the events in core's order, the last two after the commit" do
    calls = []
    outside = open_transactions
    events = %i[
      after_validate_topic
      before_create_post
      validate_post
      before_create_topic
      topic_created
      post_created
    ]
    events.each { |event| listen(event) { |*| calls << [event, open_transactions > outside] } }

    create
    expect(calls).to eq(
      [
        [:after_validate_topic, false],
        [:before_create_post, false],
        [:validate_post, false],
        [:before_create_topic, true],
        [:topic_created, false],
        [:post_created, false],
      ],
    )
  end

  %i[after_validate_topic before_create_post validate_post before_create_topic].each do |event|
    it "leaves nothing when a handler of #{event} fails" do
      before = rows
      listen(event) { |*| raise "no" }
      expect { create }.to raise_error("no")
      expect(rows).to eq(before)
    end
  end

  %i[topic_created post_created].each do |event|
    it "leaves topic and post standing when a handler of #{event} fails" do
      listen(event) { |*| raise "no" }
      expect { create }.to raise_error("no")
      expect(Topic.last.title).to eq("A meeting of two")
      expect(Topic.last.first_post.raw).to eq("Meet me at the usual place")
    end
  end

  it "leaves nothing when a callback of the rows themselves fails" do
    before = rows
    listen(:before_create_topic) { |topic, _| topic.topic_allowed_users.build(user_id: nil) }
    expect { create }.to raise_error(ActiveRecord::NotNullViolation)
    expect(rows).to eq(before)
  end

  it "saves custom fields set before the topic is created" do
    listen(:before_create_topic) { |topic, creator| topic.custom_fields["x"] = creator.opts[:x] }
    creator = create(x: "with it")
    expect(creator.post.topic.reload.custom_fields["x"]).to eq("with it")
  end

  it "refuses what a handler has added errors for" do
    listen(:before_create_post) { |post, _| post.errors.add(:base, "not like that") }
    creator = create
    expect(creator.errors.full_messages).to eq(["not like that"])
    expect(Topic.count).to eq(0)
  end

  it "asks no handler and no validator with skip_validations" do
    listen(:before_create_post) { |post, _| post.errors.add(:base, "not like that") }
    listen(:validate_post) { |post| post.errors.add(:base, "nor like that") }
    creator = create(skip_validations: true, raw: "x")
    expect(creator.errors).to be_empty
    expect(creator.post.reload.raw).to eq("x")
  end

  it "refuses a second post with the same body for some minutes" do
    SiteSetting.unique_posts_mins = 5
    topic_id = create.post.topic_id
    reply = { raw: "Once more, with feeling", topic_id: topic_id }
    expect(described_class.new(sender, reply.dup).tap(&:create).errors).to be_empty
    again = described_class.new(sender, reply.dup).tap(&:create)
    expect(again.errors.full_messages.join).to include("too similar")
  end

  it "makes staff and the system members of the message they write into" do
    topic = create.post.topic
    admin = Fabricate(:admin)
    described_class.create!(admin, raw: "Let me look at this", topic_id: topic.id)
    described_class.create!(
      Discourse.system_user,
      raw: "The system has a word to say",
      topic_id: topic.id,
      skip_validations: true,
    )
    expect(topic.reload.allowed_users).to include(admin, Discourse.system_user)
  end

  it "does not make members by small actions" do
    topic = create.post.topic
    topic.update_status("closed", true, Fabricate(:admin))
    expect(topic.ordered_posts.last.raw).to eq("")
    expect(topic.allowed_users).to contain_exactly(sender, recipient)
  end
end
