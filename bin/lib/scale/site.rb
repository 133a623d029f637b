# frozen_string_literal: true

require_relative "../../../spec/support/encrypted_messages_helpers"

module Scale
  # A site of some years, generated: two members to an encrypted message, ten posts to a topic.
  class Site
    include EncryptedMessagesHelpers

    MEMBERS = 20_000
    POSTS_PER_TOPIC = 10
    ENTRIES = 3
    WORDS = "Lorem ipsum dolor sit amet, consectetur adipiscing elit. "

    attr_reader :encrypted

    # @param ordinary [Integer] how many posts
    # @param encrypted [Integer] how many posts besides
    def initialize(ordinary:, encrypted:)
      @ordinary = ordinary
      @encrypted = encrypted
      @topics = @posts = @members = 0
    end

    def size
      @ordinary + @encrypted
    end

    def generate
      members(MEMBERS)
      # mixed, as they would be written
      100.times { write(@ordinary / 100, @encrypted / 100) }
      edit("id % 10 = 0")
      drafts
      others_fields
      delete_accounts
      execute("VACUUM ANALYZE")
    end

    # New messages and posts, and edits of older ones. All of it well-formed.
    def live_a_day
      write(1_400, 600)
      edit("id % (#{@posts} / 100) = 0")
      members(20)
      drafts
    end

    private

    def execute(sql)
      ActiveRecord::Base.connection.execute(sql)
    end

    # Rows, by PostgreSQL's COPY, during which nothing else can be asked.
    def copy(table, *columns)
      connection = ActiveRecord::Base.connection.raw_connection
      connection.copy_data("COPY #{table} (#{columns.join(", ")}) FROM STDIN") do
        yield ->(*values) { connection.put_copy_data("#{values.join("\t")}\n") }
      end
    end

    # The next ones, each with a card and a backup.
    def members(count)
      from, @members = @members + 1, @members + count
      execute(<<~SQL)
        INSERT INTO users (id, username, username_lower, created_at, updated_at)
        SELECT number, 'member' || number, 'member' || number, now(), now() FROM generate_series(#{from}, #{@members}) AS number
      SQL
      time = Time.now.utc.iso8601
      users = User.where(id: from..@members).to_a
      copy("user_custom_fields", :user_id, :name, :value, :created_at, :updated_at) do |row|
        users.each do |user|
          row.call(user.id, EncryptedMessages::Identity::CARD, card_for(user), time, time)
          row.call(user.id, EncryptedMessages::Identity::BACKUP, backup, time, time)
        end
      end
      address_books(users)
    end

    # The root, and as many shards as a few contacts take.
    def address_books(users)
      copy("encrypted_address_book_parts", :user_id, :part, :version, :data) do |row|
        users.each do |user|
          [0, 1 + (user.id % 32), 1 + ((user.id + 7) % 32)].each do |part|
            row.call(user.id, part, 1, bytes(sealed_part(user, part:)))
          end
        end
      end
    end

    # What other plugins keep.
    def others_fields
      execute(<<~SQL)
        INSERT INTO user_custom_fields (user_id, name, value, created_at, updated_at)
        SELECT id, 'field_' || number, 'value', now(), now() FROM users, generate_series(1, 40) AS number
      SQL
    end

    # Of who has given others a key.
    def delete_accounts
      execute(<<~SQL)
        UPDATE encrypted_conversation_keys SET granted_by_id = 1000000 + topic_id WHERE topic_id % 20 = 0;
        UPDATE encrypted_roster_entries SET signed_by_id = 1000000 + topic_id WHERE topic_id % 20 = 0 AND sequence = 0;
        INSERT INTO encrypted_gone_members (user_id, cards, created_at, updated_at)
        SELECT DISTINCT granted_by_id, 'card', now(), now() FROM encrypted_conversation_keys WHERE granted_by_id > 1000000
      SQL
    end

    def edit(posts)
      execute(<<~SQL)
        INSERT INTO post_revisions (user_id, post_id, number, modifications, created_at, updated_at)
        SELECT user_id, id, coalesce((SELECT max(number) FROM post_revisions WHERE post_id = posts.id), 1) + 1, '', now(), now()
        FROM posts WHERE #{posts}
      SQL
    end

    def drafts
      execute(<<~SQL)
        INSERT INTO drafts (user_id, draft_key, data, created_at, updated_at)
        SELECT user_id, 'topic_' || max(topic_id), '{"reply":""}', now(), now() FROM topic_allowed_users GROUP BY user_id
        ON CONFLICT (user_id, draft_key) DO NOTHING
      SQL
    end

    def write(ordinary, encrypted)
      topics(ordinary / POSTS_PER_TOPIC, "regular", "A topic that somebody has begun")
      posts(ordinary, "repeat('#{WORDS}', 10)")
      private_topics =
        topics(
          encrypted / POSTS_PER_TOPIC,
          Archetype.private_message,
          EncryptedMessages::Placeholder.title,
        )
      private_posts = posts(encrypted, "''")
      encrypt(private_topics, private_posts)
    end

    # @return [Range] of ids
    def topics(count, archetype, title)
      from, @topics = @topics + 1, @topics + count
      execute(<<~SQL)
        INSERT INTO topics (id, title, archetype, user_id, last_post_user_id, bumped_at, created_at, updated_at)
        SELECT number, '#{title}', '#{archetype}', #{member("number")}, #{member("number")}, now(), now(), now()
        FROM generate_series(#{from}, #{@topics}) AS number
      SQL
      from..@topics
    end

    # The next posts, in the topics made last.
    def posts(count, raw)
      from, @posts = @posts + 1, @posts + count
      first_topic = @topics - (count / POSTS_PER_TOPIC) + 1
      execute(<<~SQL)
        INSERT INTO posts (id, user_id, topic_id, post_number, raw, cooked, created_at, updated_at)
        SELECT number, #{member("number")}, #{first_topic} + (number - #{from}) / #{POSTS_PER_TOPIC},
          (number - #{from}) % #{POSTS_PER_TOPIC} + 1, #{raw}, '<p>#{WORDS}</p>', now(), now()
        FROM generate_series(#{from}, #{@posts}) AS number
      SQL
      from..@posts
    end

    def member(number)
      "#{number} % #{MEMBERS} + 1"
    end

    def encrypt(topics, posts)
      time = Time.now.utc.iso8601
      ids = topics.index_with { random_id }
      title = encrypted_title(conversation_id: random_id)
      copy(
        "encrypted_conversations",
        :topic_id,
        :conversation_id,
        :encrypted_title,
        :created_at,
        :updated_at,
      ) do |row|
        ids.each do |topic_id, conversation_id|
          row.call(topic_id, conversation_id, title, time, time)
        end
      end
      copy("encrypted_posts", :post_id, :message_id, :created_at, :updated_at) do |row|
        posts.each { |post_id| row.call(post_id, random_id, time, time) }
      end
      execute("CREATE TEMPORARY TABLE IF NOT EXISTS envelopes (post_id integer, raw text)")
      copy("envelopes", :post_id, :raw) do |row|
        posts.each do |post_id|
          conversation_id = ids[topics.first + (post_id - posts.first) / POSTS_PER_TOPIC]
          row.call(post_id, encrypted_raw(conversation_id:))
        end
      end
      execute(
        "UPDATE posts SET raw = envelopes.raw FROM envelopes WHERE posts.id = post_id; TRUNCATE envelopes",
      )
      participants(topics)
      rosters(ids)
    end

    # Three entries each; the signatures are nobody's.
    def rosters(conversation_ids)
      time = Time.now.utc.iso8601
      columns = %i[topic_id sequence epoch signed_by_id entry created_at updated_at]
      copy("encrypted_roster_entries", *columns) do |row|
        conversation_ids.each do |topic_id, conversation_id|
          ENTRIES.times do |sequence|
            row.call(topic_id, sequence, 1, *entry(topic_id, conversation_id, sequence), time, time)
          end
        end
      end
    end

    def entry(topic_id, conversation_id, sequence)
      ids = [0, 1].map { |nth| ((topic_id + nth) % MEMBERS) + 1 }.sort
      header = {
        1 => -8,
        SUITE => 1,
        KIND => 21,
        CONVERSATION_ID => Base64.urlsafe_decode64(conversation_id),
        EPOCH => 1,
      }
      before = SecureRandom.bytes(sequence == 0 ? 16 : 32)
      members = ids.map { |id| [id, SecureRandom.bytes(32)] }
      fields = [
        ids.first,
        SecureRandom.bytes(32),
        0,
        sequence,
        before,
        SecureRandom.bytes(32),
        members,
      ]
      [
        ids.first,
        cose_sign1(header, fields.each.with_index(1).to_h { |value, field| [field, value] }),
      ]
    end

    def participants(topics)
      among =
        "generate_series(#{topics.first}, #{topics.last}) AS topic_id, generate_series(0, 1) AS nth"
      execute(<<~SQL)
        INSERT INTO topic_allowed_users (topic_id, user_id, created_at, updated_at)
        SELECT topic_id, (topic_id + nth) % #{MEMBERS} + 1, now(), now() FROM #{among};
        INSERT INTO encrypted_conversation_keys (topic_id, user_id, epoch, encrypted_key, granted_by_id, created_at, updated_at)
        SELECT topic_id, (topic_id + nth) % #{MEMBERS} + 1, 1, repeat('A', 900), topic_id % #{MEMBERS} + 1, now(), now() FROM #{among}
      SQL
    end
  end
end
