# frozen_string_literal: true

RSpec.describe Jobs::EncryptedMessages::CheckConsistency do
  fab!(:jane) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:pete) { Fabricate(:user, refresh_auto_groups: true) }
  fab!(:mary) { Fabricate(:user, refresh_auto_groups: true) }

  let!(:topic) do
    enable_current_plugin
    enable_encrypted_messages_for(jane, pete)
    write_address_book(pete, **next_book(pete, shards: [2]))
    start_conversation(jane, pete).topic
  end
  let!(:reply) { reply_to(topic, pete) }

  TABLES = [
    EncryptedMessages::AddressBookPart,
    EncryptedMessages::Conversation,
    EncryptedMessages::ConversationKey,
    EncryptedMessages::EncryptedPost,
    EncryptedMessages::RosterEntry,
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

  def book_parts(user)
    EncryptedMessages::AddressBookPart.where(user_id: user.id)
  end

  def rows
    TABLES.to_h { |table| [table, table.order(table.primary_key).map(&:attributes)] }
  end

  # What the block logs, at the level of a production site.
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

  # Finding => SQL that brings it about, past all guards.
  {
    "a key without a membership (R20)" => [
      { keys_without_membership: 1 },
      -> { TopicAllowedUser.where(topic_id: topic.id, user_id: pete.id).delete_all },
    ],
    "a member without a key (R7)" => [
      { members_without_key: 1 },
      -> { EncryptedMessages::ConversationKey.where(user_id: pete.id).delete_all },
    ],
    "a message without a roster (R29)" => [
      { broken_rosters: 1 },
      -> { EncryptedMessages::RosterEntry.where(topic_id: topic.id).delete_all },
    ],
    "a roster that does not begin, or lacks an entry (R29)" => [
      { broken_rosters: 1 },
      -> { EncryptedMessages::RosterEntry.where(topic_id: topic.id).update_all(sequence: 1) },
    ],
    "an entry that says something else than its row (R29)" => [
      { broken_rosters: 1 },
      -> { EncryptedMessages::RosterEntry.where(topic_id: topic.id).update_all(epoch: 2) },
    ],
    "an entry that cannot be read (R29)" => [
      { broken_rosters: 1 },
      -> { EncryptedMessages::RosterEntry.where(topic_id: topic.id).update_all(entry: "AA") },
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
    "a plain draft of whose account is gone (attack)" => [
      { plaintext_drafts: 1 },
      -> do
        draft = Fabricate(:draft, user: pete, draft_key: topic.draft_key, data: '{"reply":"Clear"}')
        draft.update_columns(user_id: User.maximum(:id) + 1)
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
    "an address book without its root (R36)" => [
      { broken_address_books: 1 },
      -> { book_parts(pete).where(part: 0).delete_all },
    ],
    "an address book whose root says another version (R36)" => [
      { broken_address_books: 1 },
      -> { book_parts(pete).update_all(version: 3) },
    ],
    "an address book with a part of a later version than its root (R36)" => [
      { broken_address_books: 1 },
      -> { book_parts(pete).where(part: 2).update_all(version: 3) },
    ],
    "an address book with a part that cannot be read (R36)" => [
      { broken_address_books: 1 },
      -> { book_parts(pete).where(part: 2).update_all(data: "AA") },
    ],
    "an address book of another member (R36)" => [
      { broken_address_books: 1 },
      -> { book_parts(pete).where(part: 2).update_all(data: sealed_part(jane, part: 2)) },
    ],
    "keys without an address book (R36)" => [
      { broken_address_books: 1 },
      -> { book_parts(pete).delete_all },
    ],
    "an address book of who has no keys (R36)" => [
      { broken_address_books: 1 },
      -> do
        EncryptedMessages::AddressBook.new(mary).write(
          EncryptedMessages::SealedBook.parse(sealed_book(mary), mary.id),
        )
      end,
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

  {
    "Encrypted message · Encrypted message" => {
    },
    "Encrypted" => {
    },
    "Encrypted mails" => {
      "plaintext_titles" => 1,
    },
  }.each do |title, expected|
    it "tells a placeholder made to fit the site's lengths from a title: #{title} (S11, R21)" do
      topic.update_columns(title:)
      expect(found).to eq(expected)
    end
  end

  describe "rows of what does not exist" do
    let!(:other) { start_conversation(pete, jane).topic }
    let!(:token) { UserAuthToken.generate!(user_id: pete.id, impersonate: true) }

    def expect_only_the_others
      expect(EncryptedMessages::Conversation.pluck(:topic_id)).to eq([other.id])
      keys = EncryptedMessages::ConversationKey.pluck(:topic_id, :user_id)
      expect(keys).to eq([[other.id, jane.id]])
      expect(EncryptedMessages::EncryptedPost.pluck(:post_id)).to eq(other.posts.ids)
    end

    it "go with what core deletes, whichever of its rows goes first (R20, H26)" do
      PostDestroyer.new(Discourse.system_user, topic.first_post, force_destroy: true).destroy
      expect(Topic.with_deleted.where(id: topic.id)).to be_empty
      Post.with_deleted.where(topic_id: topic.id).find_each(&:destroy!)
      # Core does this before it deletes an account that has much to delete.
      TopicAllowedUser.where(user_id: pete.id).delete_all
      User.find(pete.id).destroy!

      expect_only_the_others
    end

    it "are removed within days where somebody deleted by SQL (R20, H26)" do
      [Post.where(topic_id: topic.id), Topic.where(id: topic.id)].each(&:delete_all)
      User.where(id: pete.id).delete_all
      UserAuthToken.where(id: token.id).delete_all

      expect(removed).to include(
        "conversations" => 1,
        "keys" => 1,
        "posts" => 2,
        "impersonated_sessions" => 1,
      )
      expect_only_the_others
      expect(EncryptedMessages::ImpersonatedSession.count).to eq(0)
      expect(removed).to be_empty
    end

    # Core swaps a key for a larger one by dropping its constraint, which no table may depend on.
    it "are tied to no table of core's by foreign keys, which would end an upgrade of core's (core's habits)" do
      ours = ActiveRecord::Base.connection.tables.grep(/\Aencrypted_/)
      expect(ours.size).to be >= 5
      keys = ours.flat_map { |table| ActiveRecord::Base.connection.foreign_keys(table) }
      expect(keys.map(&:to_table).uniq).to eq(["encrypted_conversations"])
    end

    it "are removed by the full scan where core alone would delete them (R18, H26)" do
      enable_encrypted_messages_for(mary)
      before = UserCustomField.where.not(user_id: mary.id).order(:id).ids
      User.where(id: mary.id).delete_all
      expect(removed).to eq("address_book_parts" => 1)

      EncryptedMessages::ConsistencyReport.make_of_everything
      expect(EncryptedMessages::ConsistencyReport.latest[:removed]).to include("identities" => 3)
      expect(UserCustomField.order(:id).ids).to eq(before)
    end
  end

  describe "day after day" do
    # Two days, since a report looks once more at what the one before has seen.
    def some_days
      2.times { run }
    end

    def scan
      EncryptedMessages::ConsistencyReport.make_of_everything
      EncryptedMessages::ConsistencyReport.latest[:findings].select { |_, count| count > 0 }
    end

    def edit(post, by)
      raw = edited_raw(post.reload)
      expect(PostRevisor.new(post).revise!(by, { raw: })).to be(true)
    end

    it "asks no more where more is stored from before (H26)" do
      # A second report within the same second is equal to the first, and is not written.
      few = -> { track_sql_queries { run }.grep_v(/plugin_store_rows/) }
      some_days
      asked = few.call
      5.times { reply_to(start_conversation(jane, pete).topic, pete) }
      enable_encrypted_messages_for(mary)
      expect(few.call.size).to be > asked.size
      some_days
      expect(few.call.size).to eq(asked.size)
    end

    it "asks no more where there are more drafts (H26)" do
      draft = ->(user, key) { Fabricate(:draft, user:, draft_key: key, data: '{"reply":""}') }
      some_days
      counts =
        [[jane], [pete, mary]].map do |users|
          users.each { |user| draft.call(user, topic.draft_key) }
          track_sql_queries { run }.grep_v(/plugin_store_rows/).size.tap { some_days }
        end
      expect(counts.last).to eq(counts.first)
    end

    it "looks at what is new, and leaves the rest to the full scan (H26)" do
      some_days
      reply.update_columns(raw: "in the clear")
      expect(found).to be_empty
      expect(scan).to eq("plaintext_posts" => 1)

      fresh = reply_to(topic, jane)
      fresh.update_columns(raw: "in the clear, too")
      expect(found).to eq("plaintext_posts" => 2)
    end

    it "looks at posts that were edited, and at messages in which something happened (H26)" do
      some_days
      edit(reply, pete)
      reply.encrypted_post.delete
      expect(found).to eq("posts_without_message_id" => 1)

      topic.update_columns(title: "What we talk about")
      reply_to(topic, jane)
      expect(found).to eq("posts_without_message_id" => 1, "plaintext_titles" => 1)
    end

    it "goes on telling what was found until it is mended (H26)" do
      drafts =
        [topic.draft_key, "post_#{reply.id}"].map do |draft_key|
          Fabricate(:draft, user: pete, draft_key:, data: '{"reply":"Clear"}')
        end
      TopicAllowedUser.where(topic_id: topic.id, user_id: jane.id).delete_all
      UserCustomField.where(user_id: jane.id, name: EncryptedMessages::Identity::BACKUP).delete_all
      expected = {
        "plaintext_drafts" => 2,
        "keys_without_membership" => 1,
        "cards_without_backup" => 1,
      }
      4.times { expect(found).to eq(expected) }

      drafts.first.destroy
      TopicAllowedUser.insert!({ topic_id: topic.id, user_id: jane.id })
      expect(found).to eq(expected.except("keys_without_membership").merge("plaintext_drafts" => 1))
    end

    it "reads no post from before the first encrypted one (H26)" do
      EncryptedMessages::EncryptedPost.delete_all
      Post.where(topic_id: topic.id).delete_all
      older = Fabricate(:private_message_post)
      older.update_columns(raw: reply.raw)
      expect(found).to be_empty
      expect(scan).to eq("envelopes_outside" => 1)
    end

    it "takes the accounts that are gone in turn, some each day (H26)" do
      portion = EncryptedMessages::DeadRows::PORTION
      rows = Array.new(portion + 3) { |index| { user_id: -1000 - index, cards: "card" } }
      EncryptedMessages::GoneMember.insert_all!(rows)
      EncryptedMessages::ConversationKey.where(user_id: pete.id).update_all(granted_by_id: -1001)

      counts = Array.new(3) { run[:removed]["gone_members"] }
      expect(counts).to eq([portion - 1, 3, 0])
      expect(EncryptedMessages::GoneMember.pluck(:user_id)).to eq([-1001])
    end
  end
end
