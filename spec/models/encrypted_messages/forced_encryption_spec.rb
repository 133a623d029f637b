# frozen_string_literal: true

# Tests the rule as core uses it: through `Post`, in every way of saving one.
RSpec.describe EncryptedMessages::ForcedEncryption do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:moderator) { Fabricate(:moderator, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }

  before do
    enable_current_plugin
    SiteSetting.encrypted_messages_force = true
  end

  let(:refusal) { I18n.t("encrypted_messages.errors.forced") }

  def message_to(recipient, from:, **options)
    defaults = {
      archetype: Archetype.private_message,
      title: "A party for Mary",
      raw: "Let us give a party for Mary on Friday",
      target_usernames: recipient.username,
    }
    PostCreator.new(from, defaults.merge(options)).tap(&:create)
  end

  def ordinary_message(from:, to:)
    SiteSetting.encrypted_messages_force = false
    message_to(to, from:).post.topic
  ensure
    SiteSetting.encrypted_messages_force = true
  end

  def reply_in(topic, from:, **options)
    defaults = { topic_id: topic.id, raw: "I would love to come and bring a cake" }
    PostCreator.new(from, defaults.merge(options)).tap(&:create)
  end

  def expect_refusal
    counts = -> { [Topic.with_deleted.count, Post.with_deleted.count, TopicAllowedUser.count] }
    before = counts.call
    expect(yield.errors.full_messages).to include(refusal)
    expect(counts.call).to eq(before)
  end

  it "refuses plain messages from members and moderators, with and without validations (R13)" do
    [jane, moderator].each do |author|
      expect_refusal { message_to(pete, from: author) }
      expect_refusal { message_to(pete, from: author, skip_validations: true) }
      expect_refusal { message_to(pete, from: author, via_email: true, raw_email: "A mail") }
      expect_refusal { message_to(admin, from: author) }
    end
  end

  it "refuses what is addressed to groups, which have no keys (R13)" do
    group = Fabricate(:group, messageable_level: Group::ALIAS_LEVELS[:everyone])
    expect_refusal do
      message_to(pete, from: jane, target_usernames: nil, target_group_names: group.name)
    end
  end

  it "lets administrators and the system write to anyone, and be answered (R13)" do
    [admin, Discourse.system_user].each do |author|
      creator = message_to(pete, from: author)
      expect(creator.errors).to be_empty
      expect(reply_in(creator.post.topic, from: pete).errors).to be_empty
    end
  end

  it "closes older ordinary messages to members, not to administrators (R13)" do
    topic = ordinary_message(from: jane, to: pete)
    expect_refusal { reply_in(topic, from: pete) }
    expect_refusal { reply_in(topic, from: pete, skip_validations: true) }
    expect_refusal { reply_in(topic, from: moderator, skip_guardian: true) }
    expect(reply_in(topic, from: admin).errors).to be_empty
    expect(reply_in(topic, from: Discourse.system_user).errors).to be_empty
  end

  it "leaves what is stored, its edits, invitations and core's notes alone (R13)" do
    topic = ordinary_message(from: jane, to: pete)
    mary = Fabricate(:user, refresh_auto_groups: true)

    expect(topic.first_post.revise(jane, { raw: "Let us give a party on Saturday" })).to eq(true)
    expect(topic.invite(jane, mary.username)).to be_truthy
    topic.update_status("closed", true, moderator)
    expect(topic.reload).to be_closed
    expect(topic.allowed_users).to include(mary)
  end

  it "lets members report a post to the staff, and the staff answer (R13)" do
    creator =
      message_to(
        pete,
        from: jane,
        target_usernames: nil,
        target_group_names: Group[:moderators].name,
        subtype: TopicSubtype.notify_moderators,
        skip_validations: true,
      )
    expect(creator.errors).to be_empty
    expect(reply_in(creator.post.topic, from: moderator).errors).to be_empty
  end

  it "lets encrypted messages and public topics through (R13)" do
    enable_encrypted_messages_for(jane, pete)
    topic = start_conversation(jane, pete).topic
    expect(reply_to(topic, pete)).to be_persisted
    expect(create_post(user: jane)).to be_persisted
  end

  it "takes no posts from elsewhere into an ordinary message (R13)" do
    topic = ordinary_message(from: jane, to: pete)
    other = ordinary_message(from: pete, to: jane)
    move = -> { PostMover.new(other, admin, [other.first_post.id]).to_topic(topic.id) }
    expect { move.call }.to raise_error(Discourse::InvalidAccess)
    expect(topic.posts.count).to eq(1)
  end

  it "has no effect while it or the plugin is off (R13)" do
    SiteSetting.encrypted_messages_force = false
    expect(message_to(pete, from: jane).errors).to be_empty
  end
end
