# frozen_string_literal: true

module EncryptedMessages
  # The rows that a report looks at: those that are new, as their ids tell, and the older ones that these belong to. So
  # a daily report takes as long as a day has brought rows, however many there are. The ids come in slices.
  class ConsistencyWindow
    SLICE = 500

    TABLES = {
      conversations: Conversation,
      keys: ConversationKey,
      entries: RosterEntry,
      allowed_users: TopicAllowedUser,
      allowed_groups: TopicAllowedGroup,
      posts: Post,
      revisions: PostRevision,
      drafts: Draft,
      fields: UserCustomField,
      address_book_parts: AddressBookPart,
    }.freeze

    # @return [ConsistencyWindow] of all there is
    def self.everything
      new(TABLES.transform_values { 0 })
    end

    # Where the first report begins. It need not look at posts from before the first encrypted one.
    #
    # @return [Hash{Symbol => Integer}] as `ends`
    def self.beginning
      first = EncryptedPost.minimum(:post_id)
      everything_before = first ? first - 1 : ends[:posts]
      TABLES.transform_values { 0 }.merge(posts: everything_before)
    end

    # @return [Hash{Symbol => Integer}] the newest id of each table
    def self.ends
      TABLES.transform_values { |table| table.unscoped.maximum(:id) || 0 }
    end

    # @param after [Hash{Symbol => Integer}] as `ends`: rows with higher ids are looked at
    # @param open [Hash{Symbol => Array<Integer>}] by the names of the methods below: ids that are looked at besides, since
    #   something was found there last time
    def initialize(after, open = {})
      # a report of an earlier version knew fewer tables
      @after = TABLES.transform_values { 0 }.merge(after)
      @open = open
    end

    # @yieldparam ids [Array<Integer>] of topics
    def topics(&block)
      new_values(:conversations, :topic_id, &block)
      touched = Set.new(@open[:topics])
      %i[keys entries allowed_users allowed_groups posts].each do |table|
        new_values(table, :topic_id, of_older_conversations(table)) { |ids| touched.merge(ids) }
      end
      older_posts.each_slice(SLICE) do |ids|
        touched.merge(Post.with_deleted.where(id: ids).pluck(:topic_id))
      end
      touched.each_slice(SLICE) do |ids|
        older = Conversation.where(topic_id: ids, id: ..@after[:conversations])
        yield older.pluck(:topic_id)
      end
    end

    # @yieldparam ids [Array<Integer>]
    def posts(&block)
      new_values(:posts, :id, &block)
      older_posts.each_slice(SLICE, &block)
    end

    # @yieldparam ids [Array<Integer>] of users who keep something of ours
    def users(&block)
      found = Set.new(@open[:users])
      ours = UserCustomField.where(name: Identity::FIELDS)
      new_values(:fields, :user_id, ours) { |ids| found.merge(ids) }
      new_values(:address_book_parts, :user_id) { |ids| found.merge(ids) }
      found.each_slice(SLICE, &block)
    end

    # @yieldparam ids [Array<Integer>]
    def drafts(&block)
      new_values(:drafts, :id, &block)
      older = (@open[:drafts] || []).select { |id| id <= @after[:drafts] }
      older.each_slice(SLICE, &block)
    end

    private

    def new_values(table, column, rows = TABLES[table].all)
      rows = rows.unscope(where: :deleted_at) if table == :posts
      rows
        .where(id: (@after[table] + 1)..)
        .in_batches(of: SLICE) { |batch| yield batch.distinct.pluck(column) }
    end

    # Newer conversations are looked at anyway.
    def of_older_conversations(table)
      TABLES[table].where(<<~SQL, @after[:conversations])
        EXISTS (
          SELECT 1 FROM encrypted_conversations AS older
          WHERE older.topic_id = #{TABLES[table].table_name}.topic_id AND older.id <= ?
        )
      SQL
    end

    # Older posts that were edited, or in which something was found last time.
    def older_posts
      @older_posts ||=
        begin
          ids = Set.new(@open[:posts])
          new_values(:revisions, :post_id) { |edited| ids.merge(edited) }
          ids.select { |id| id <= @after[:posts] }
        end
    end
  end
end
