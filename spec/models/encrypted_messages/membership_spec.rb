# frozen_string_literal: true

RSpec.describe EncryptedMessages::TopicAllowedUserExtension do
  include TakingPart

  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:mary) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:admin) { Fabricate(:admin, refresh_auto_groups: true) }
  fab!(:group) { Fabricate(:group, messageable_level: Group::ALIAS_LEVELS[:everyone]) }

  let(:topic) { start_conversation(jane, pete).topic }

  before do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete, mary)
  end

  it "adds nobody without a key (R7, R20)" do
    expect { topic.invite(jane, mary.username) }.to raise_error(
      Topic::NotAllowed,
      I18n.t("encrypted_messages.errors.no_key_for_member"),
    )
    expect { TopicAllowedUser.create!(topic_id: topic.id, user_id: mary.id) }.to raise_error(
      Topic::NotAllowed,
    )
    expect(members).to contain_exactly(jane.id, pete.id)
  end

  it "adds nobody without a key when the plugin is off, or the message deleted (R7, R20)" do
    topic
    SiteSetting.encrypted_messages_enabled = false
    expect { topic.invite(jane, mary.username) }.to raise_error(Topic::NotAllowed)
    topic.trash!(admin)
    expect { TopicAllowedUser.create!(topic_id: topic.id, user_id: mary.id) }.to raise_error(
      Topic::NotAllowed,
    )
  end

  it "adds who was given a key (R7, R20)" do
    topic.encrypted_conversation.keys.create!(
      user_id: mary.id,
      epoch: 1,
      encrypted_key: "AAAA",
      granted_by_id: jane.id,
    )
    topic.invite(jane, mary.username)
    expect(members).to contain_exactly(jane.id, pete.id, mary.id)
  end

  it "adds no group (R7)" do
    expect { topic.invite_group(admin, group) }.to raise_error(
      Topic::NotAllowed,
      I18n.t("encrypted_messages.errors.members_only"),
    )
    expect(topic.topic_allowed_groups.count).to eq(0)
  end

  it "is led to by no invite link (R7)" do
    invite = TopicInvite.new(topic:, invite_id: 1)
    expect(invite.save).to eq(false)
    expect(invite.errors.full_messages).to eq(
      [I18n.t("encrypted_messages.errors.no_key_for_member")],
    )
    ordinary = Fabricate(:private_message_topic, user: jane, recipient: pete)
    expect(TopicInvite.new(topic: ordinary, invite_id: 1).save).to eq(true)
  end

  it "keeps no link to the site either that was to lead to it, nor its words (H25)" do
    words = { description: "lighthouse", custom_message: "Come to the lighthouse" }
    [{ topic: }, { topic_id: topic.id }].each do |destination|
      options = { email: "ann@mail.example", skip_email: true, **words, **destination }
      expect { Invite.generate(jane, options) }.to raise_error(
        Discourse::InvalidAccess,
        I18n.t("encrypted_messages.errors.no_key_for_member"),
      )
    end
    expect(Invite.exists?).to eq(false)
    expect(Invite.generate(jane, { skip_email: true, **words })).to be_persisted
  end

  it "takes the key from who is removed or leaves (R7, R20)" do
    topic.remove_allowed_user(jane, pete.username)
    expect(members).to contain_exactly(jane.id)
    expect(holders).to contain_exactly(jane.id)

    topic.remove_allowed_user(jane, jane)
    expect(holders).to be_empty
  end

  it "takes the keys of who is deleted (R20)" do
    conversation_key = EncryptedMessages::ConversationKey.where(user_id: pete.id)
    topic
    expect(conversation_key.count).to eq(1)
    UserDestroyer.new(admin).destroy(pete)
    expect(conversation_key.count).to eq(0)
    expect(members).to contain_exactly(jane.id)
  end

  it "leaves the keys of who is suspended or silenced (R20)" do
    topic
    pete.update!(suspended_till: 1.year.from_now)
    pete.update!(silenced_till: 1.year.from_now)
    expect(holders).to contain_exactly(jane.id, pete.id)
  end

  it "takes no key from members when a group is removed (R7, R20)" do
    topic
    topic.remove_allowed_group(admin, group.name)
    expect(holders).to contain_exactly(jane.id, pete.id)
  end

  it "leaves ordinary messages alone" do
    ordinary = Fabricate(:private_message_topic, user: jane, recipient: pete)
    ordinary.invite(jane, mary.username)
    expect(ordinary.topic_allowed_users.pluck(:user_id)).to include(mary.id)
  end

  describe "the guardian" do
    it "offers no way out of the conversation (R7, R25)" do
      ordinary = Fabricate(:private_message_topic, user: jane, recipient: pete)
      guardian = Guardian.new(admin)
      [[ordinary, true], [topic, false]].each do |message, expected|
        expect(guardian.can_convert_topic?(message)).to eq(expected)
        expect(guardian.can_move_posts?(message)).to eq(expected)
        expect(guardian.can_reply_as_new_topic?(message)).to eq(expected)
        expect(guardian.can_invite_via_email?(message)).to eq(expected)
        expect(guardian.can_invite_group_to_private_message?(group, message)).to eq(expected)
      end
    end
  end
end
