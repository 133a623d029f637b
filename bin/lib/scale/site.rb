# frozen_string_literal: true

require_relative "templates"

module Scale
  # A site of some years, generated: five members to an encrypted message, and five posts.
  class Site
    POSTS_PER_MEMBER = 50
    PEOPLE = Templates::PEOPLE
    POSTS_PER_TOPIC = 5
    # Of a hundred topics, how many have a second roster entry.
    RENEWED = 25
    WORDS = "Lorem ipsum dolor sit amet, consectetur adipiscing elit. "

    attr_reader :encrypted

    # @param ordinary [Integer] how many posts
    # @param encrypted [Integer] how many posts besides
    def initialize(ordinary:, encrypted:)
      @ordinary = ordinary
      @encrypted = encrypted
      @templates = Templates.new
      @first_members = encrypted / POSTS_PER_MEMBER
      @members = 0
    end

    def generate
      members(@first_members)
      # mixed, as they would be written
      20.times { write(@ordinary / 20, @encrypted / 20) }
      edit("id % 10 = 0")
      drafts
      others_fields
      delete_accounts
      execute("VACUUM ANALYZE")
    end

    # New messages and posts, and edits of older ones. All of it well-formed.
    def live_a_day
      write(1_400, 600)
      edit("id % (SELECT count(*) / 100 FROM posts) = 0")
      members(20)
      drafts
    end

    private

    def execute(sql)
      ActiveRecord::Base.connection.execute(sql)
    end

    # The next ones, each with a card, a backup, and an address book of a few contacts: its root, and two shards.
    def members(count)
      from = Templates::FIRST_USER + @members
      @members += count
      fields = { "card" => @templates.card, "backup" => "'#{@templates.backup}'" }
      execute(<<~SQL)
        INSERT INTO users (id, username, username_lower, created_at, updated_at)
        SELECT number, 'member' || number, 'member' || number, now(), now()
        FROM generate_series(#{from}, #{from + count - 1}) AS number
      SQL
      fields.each { |name, value| execute(<<~SQL) }
        INSERT INTO user_custom_fields (user_id, name, value, created_at, updated_at)
        SELECT first_user, 'encrypted_messages_#{name}', #{value}, now(), now()
        FROM generate_series(#{from}, #{from + count - 1}) AS first_user
      SQL
      [0, 3, 17].each { |part| execute(<<~SQL) }
        INSERT INTO encrypted_address_book_parts (user_id, part, version, data)
        SELECT first_user, #{part}, 1, #{@templates.book_part(part)}
        FROM generate_series(#{from}, #{from + count - 1}) AS first_user
      SQL
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
        UPDATE encrypted_conversation_keys SET granted_by_id = 10000000 + topic_id WHERE topic_id % 20 = 0 AND topic_id < 40000;
        INSERT INTO encrypted_gone_members (user_id, cards)
        SELECT DISTINCT granted_by_id, 'card' FROM encrypted_conversation_keys WHERE granted_by_id > 10000000
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
      from = topics(ordinary, "regular", "A topic that somebody has begun")
      posts(from, "repeat('#{WORDS}', 10)")
      from = topics(encrypted, "private_message", EncryptedMessages::Placeholder.title)
      participants(from)
      conversations(from)
      encrypted_posts(from)
    end

    # Enough for so many posts.
    #
    # @return [Integer] the number of the first one
    def topics(posts, archetype, title)
      execute(<<~SQL)
        INSERT INTO topics (title, archetype, user_id, last_post_user_id, bumped_at, created_at, updated_at)
        SELECT '#{title}', '#{archetype}', #{user("number")}, #{user("number")}, now(), now(), now()
        FROM generate_series(1, #{posts / POSTS_PER_TOPIC}) AS number
      SQL
      Topic.unscoped.maximum(:id) - (posts / POSTS_PER_TOPIC) + 1
    end

    # The first of those who take part.
    def user(topic)
      "(#{Templates::FIRST_USER} + (#{topic}) % #{@first_members - PEOPLE})"
    end

    def posts(first_topic, raw)
      execute(<<~SQL)
        INSERT INTO posts (user_id, topic_id, post_number, raw, cooked, created_at, updated_at)
        SELECT topics.user_id, topics.id, number, #{raw}, '<p>#{WORDS}</p>', now(), now()
        FROM topics, generate_series(1, #{POSTS_PER_TOPIC}) AS number
        WHERE topics.id >= #{first_topic} ORDER BY topics.id, number
      SQL
    end

    def participants(first_topic)
      execute(<<~SQL)
        INSERT INTO topic_allowed_users (topic_id, user_id, created_at, updated_at)
        SELECT id, user_id + nth, now(), now() FROM topics, generate_series(0, #{PEOPLE - 1}) AS nth
        WHERE id >= #{first_topic} ORDER BY id, nth
      SQL
    end

    def conversations(first_topic)
      made = <<~SQL
        SELECT topic_id, conversation_id, topics.user_id AS first_user
        FROM encrypted_conversations JOIN topics ON topics.id = topic_id WHERE topic_id >= #{first_topic}
      SQL
      execute(<<~SQL)
        INSERT INTO encrypted_conversations (topic_id, conversation_id, encrypted_title)
        SELECT id, conversation_id, #{@templates.title}
        FROM (SELECT id, gen_random_uuid() AS conversation_id FROM topics WHERE id >= #{first_topic} ORDER BY id OFFSET 0) AS new
      SQL
      grants = Array.new(PEOPLE) { |nth| "WHEN #{nth} THEN #{@templates.grant_to(nth)}" }.join(" ")
      execute(<<~SQL)
        INSERT INTO encrypted_conversation_keys (topic_id, user_id, epoch, encrypted_key, granted_by_id)
        SELECT topic_id, first_user + nth, 1, CASE nth #{grants} END, first_user
        FROM (#{made}) AS made, generate_series(0, #{PEOPLE - 1}) AS nth ORDER BY topic_id, nth
      SQL
      2.times { |sequence| execute(<<~SQL) }
        INSERT INTO encrypted_roster_entries (topic_id, sequence, epoch, signed_by_id, entry)
        SELECT topic_id, #{sequence}, 1, first_user, #{@templates.entry(sequence)} FROM (#{made}) AS made
        #{"WHERE topic_id % 100 < #{RENEWED}" if sequence > 0} ORDER BY topic_id
      SQL
    end

    def encrypted_posts(first_topic)
      execute(<<~SQL)
        WITH new AS MATERIALIZED (
          SELECT nextval('posts_id_seq') AS id, gen_random_uuid() AS message_id, conversation_id, topic_id, number, topics.user_id
          FROM topics JOIN encrypted_conversations ON topic_id = topics.id, generate_series(1, #{POSTS_PER_TOPIC}) AS number
          WHERE topics.id >= #{first_topic}
        ), written AS (
          INSERT INTO posts (id, user_id, topic_id, post_number, raw, cooked, created_at, updated_at)
          SELECT id, user_id, topic_id, number, #{@templates.body}, '<p>#{WORDS}</p>', now(), now() FROM new ORDER BY id
        )
        INSERT INTO encrypted_posts (post_id, message_id) SELECT id, message_id FROM new ORDER BY id
      SQL
    end
  end
end
