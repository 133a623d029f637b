# frozen_string_literal: true

RSpec.describe Jobs::EncryptedMessages::CheckConsistency do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:mary) { Fabricate(:user, refresh_auto_groups: true) }

  let!(:topic) do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
    start_conversation(jane, pete).topic
  end
  let!(:reply) { reply_to(topic, pete) }

  TABLES = [
    EncryptedMessages::Conversation,
    EncryptedMessages::ConversationKey,
    EncryptedMessages::EncryptedPost,
    UserCustomField,
    TopicAllowedUser,
    TopicAllowedGroup,
  ]

  def run
    described_class.new.execute({})
    EncryptedMessages::ConsistencyReport.latest
  end

  def found
    run[:findings].select { |_, count| count > 0 }
  end

  def removed
    run[:removed].select { |_, count| count > 0 }
  end

  def rows
    TABLES.to_h { |table| [table, table.order(:id).map(&:attributes)] }
  end

  # What the log of the block holds, at a production site's level.
  def logged
    output = StringIO.new
    logger = ActiveSupport::Logger.new(output, level: Logger::INFO)
    Rails.logger.broadcast_to(logger)
    yield
    output.string
  ensure
    Rails.logger.stop_broadcasting_to(logger)
  end

  it "is run daily, by core's scheduler" do
    expect(described_class.superclass).to eq(Jobs::Scheduled)
    expect(described_class.every).to eq(1.day)
  end

  it "finds nothing where all is well, and says nothing (R20, R21)" do
    Draft.set(jane, topic.draft_key, 0, { reply: reply.raw }.to_json)
    topic.add_small_action(jane, "closed.enabled")
    PostDestroyer.new(pete, reply).destroy
    Fabricate(:private_message_post, user: jane, recipient: mary)

    report = nil
    expect(logged { report = run }).not_to include("discourse-encrypted-messages")
    expect(report[:findings].values.uniq).to eq([0])
    expect(report[:removed].values.uniq).to eq([0])
    expect(Time.iso8601(report[:at])).to be_within(1.minute).of(Time.now)
  end

  it "goes on while the plugin is switched off (R25)" do
    SiteSetting.encrypted_messages_enabled = false
    reply.update_columns(raw: "in the clear")
    expect(found).to eq("plaintext_posts" => 1)
  end

  # Each way of being wrong, by SQL around all guards, and what is found then.
  {
    "a key without a membership (R20)" => [
      { keys_without_membership: 1 },
      -> { TopicAllowedUser.where(topic_id: topic.id, user_id: pete.id).delete_all },
    ],
    "a member without a key (R7)" => [
      { members_without_key: 1 },
      -> { EncryptedMessages::ConversationKey.where(user_id: pete.id).delete_all },
    ],
    "a group in an encrypted message (R7)" => [
      { groups_in_encrypted_messages: 1 },
      -> { TopicAllowedGroup.insert!({ topic_id: topic.id, group_id: Fabricate(:group).id }) },
    ],
    "an encrypted message made public (R25)" => [
      { encrypted_public_topics: 1 },
      -> do
        topic.update_columns(archetype: Archetype.default, category_id: Fabricate(:category).id)
      end,
    ],
    "plain text in a post (R21)" => [
      { plaintext_posts: 1 },
      -> { reply.update_columns(raw: "in the clear") },
    ],
    "plain text in a deleted post (R21)" => [
      { plaintext_posts: 1 },
      -> { reply.update_columns(raw: "in the clear", deleted_at: 1.day.ago) },
    ],
    "a plain title (R21)" => [
      { plaintext_titles: 1 },
      -> { topic.update_columns(title: "What we talk about") },
    ],
    "a plain draft of a reply (R9, R23)" => [
      { plaintext_drafts: 1 },
      -> { Fabricate(:draft, user: jane, draft_key: topic.draft_key, data: '{"reply":"Clear"}') },
    ],
    "a plain draft of an edit (R9, R23)" => [
      { plaintext_drafts: 1 },
      -> do
        Fabricate(:draft, user: pete, draft_key: "post_#{reply.id}", data: '{"reply":"Clear"}')
      end,
    ],
    "an envelope outside (R21)" => [
      { envelopes_outside: 1 },
      -> { Fabricate(:private_message_post).update_columns(raw: reply.raw) },
    ],
    "a post without a message id (R25)" => [
      { posts_without_message_id: 1 },
      -> { reply.encrypted_post.delete },
    ],
    "a card without a backup (R18)" => [
      { cards_without_backup: 1 },
      -> { UserCustomField.where(user_id: pete.id, name: "encrypted_messages_backup").delete_all },
    ],
    "a backup without a card (R18)" => [
      { backups_without_card: 1 },
      -> { UserCustomField.where(user_id: pete.id, name: "encrypted_messages_card").delete_all },
    ],
    "a card of somebody else (R18)" => [
      { cards_of_others: 1 },
      -> do
        card = UserCustomField.find_by(user_id: pete.id, name: "encrypted_messages_card")
        card.update_columns(value: card_for(jane))
      end,
    ],
  }.each do |what, (expected, spoil)|
    it "reports #{what}, and changes no row" do
      instance_exec(&spoil)
      before = rows
      report = nil
      log = logged { report = found }

      expect(report).to eq(expected.stringify_keys)
      expect(rows).to eq(before)
      expect(log).to include("#{expected.keys.first}=1")
      expect(log).not_to include("in the clear")
      [jane, pete].each { |member| expect(log).not_to include(member.username) }
    end
  end

  it "knows the placeholders of other languages (R21)" do
    topic.update_columns(title: "Encrypted message")
    allow(EncryptedMessages::Placeholder).to receive(:title).and_return("Somebody's own words")
    expect(found).to be_empty
  end

  describe "rows of what does not exist" do
    # Where these are, no foreign key is: as in a database that was restored without them.
    def without_foreign_keys(table)
      connection = ActiveRecord::Base.connection
      connection
        .foreign_keys(table)
        .each { |key| connection.remove_foreign_key(table, name: key.name) }
      yield
    end

    before do
      enable_encrypted_messages_for(mary)
      without_foreign_keys(:encrypted_conversation_keys) do
        without_foreign_keys(:encrypted_conversations) do
          without_foreign_keys(:encrypted_posts) { nil }
        end
      end
    end

    it "removes the keys of a user who is gone (R20)" do
      User.where(id: pete.id).delete_all
      UserCustomField.where(user_id: pete.id).delete_all
      TopicAllowedUser.where(user_id: pete.id).delete_all
      expect(removed).to eq("keys" => 1)
      expect(EncryptedMessages::ConversationKey.pluck(:user_id)).to eq([jane.id])
      expect(removed).to be_empty
    end

    it "removes the identity of a user who is gone, and no other (R18)" do
      before = UserCustomField.where.not(user_id: mary.id).order(:id).ids
      User.where(id: mary.id).delete_all
      expect(removed).to eq("identities" => 3)
      expect(UserCustomField.order(:id).ids).to eq(before)
    end

    it "removes what is left of a topic that is gone (R20)" do
      other = start_conversation(pete, jane).topic
      Post.unscoped.where(topic_id: topic.id).delete_all
      Topic.unscoped.where(id: topic.id).delete_all
      expect(removed).to eq("keys" => 2, "conversations" => 1, "message_ids" => 2)
      expect(EncryptedMessages::Conversation.pluck(:topic_id)).to eq([other.id])
      expect(EncryptedMessages::ConversationKey.distinct.pluck(:topic_id)).to eq([other.id])
    end

    it "leaves what is only deleted as members see it (R20)" do
      topic.trash!(jane)
      Post.find(reply.id).trash!(jane)
      expect(removed).to be_empty
      expect(EncryptedMessages::EncryptedPost.count).to eq(2)
    end
  end
end
