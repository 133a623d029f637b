# frozen_string_literal: true

module EncryptedMessages
  # What should not be, counted. Nothing here is mended: a key row without a membership, say, may be
  # the trace of a mistake that only people can judge.
  module ConsistencyFindings
    # What lets somebody read who should not, or is in the clear: administrators are told on their dashboard.
    SERIOUS = %i[
      keys_without_membership
      groups_in_encrypted_messages
      encrypted_public_topics
      plaintext_posts
      plaintext_titles
      plaintext_drafts
      cards_of_others
    ].freeze

    # @return [Hash{Symbol => Integer}]
    def self.counts
      memberships.merge(plaintext, identities)
    end

    # Who may read, and who is said to.
    def self.memberships
      {
        keys_without_membership: keys.where("NOT EXISTS (#{MEMBERSHIP})").count,
        members_without_key: encrypted(TopicAllowedUser).where("NOT EXISTS (#{KEY})").count,
        groups_in_encrypted_messages: encrypted(TopicAllowedGroup).count,
        encrypted_public_topics: topics.where.not(archetype: Archetype.private_message).count,
      }
    end
    private_class_method :memberships

    MEMBERSHIP = <<~SQL
      SELECT 1 FROM topic_allowed_users AS members
      WHERE members.topic_id = encrypted_conversation_keys.topic_id
        AND members.user_id = encrypted_conversation_keys.user_id
    SQL
    KEY = <<~SQL
      SELECT 1 FROM encrypted_conversation_keys AS keys
      WHERE keys.topic_id = topic_allowed_users.topic_id AND keys.user_id = topic_allowed_users.user_id
    SQL
    private_constant :MEMBERSHIP, :KEY

    # What is not encrypted where it should be, and the reverse. What core puts in the place of a text
    # that its author deletes is no text of theirs.
    def self.plaintext
      {
        plaintext_posts:
          posts.where.not(marked).where(user_deleted: false).where.not(raw: "").count,
        plaintext_titles: topics.where.not(title: placeholders).count,
        plaintext_drafts: drafts.count { |draft| plaintext?(draft) },
        envelopes_outside: Post.with_deleted.where(marked).where.not(id: posts).count,
        posts_without_message_id: posts.where(marked).where.missing(:encrypted_post).count,
      }
    end
    private_class_method :plaintext

    def self.identities
      cards, backups =
        [Identity::CARD, Identity::BACKUP].map do |name|
          UserCustomField.where(name:).distinct.pluck(:user_id)
        end
      {
        cards_without_backup: (cards - backups).size,
        backups_without_card: (backups - cards).size,
        cards_of_others:,
      }
    end
    private_class_method :identities

    # A card names its owner, and every client refuses one that names somebody else.
    def self.cards_of_others
      UserCustomField
        .where(name: Identity::CARD)
        .in_batches
        .sum do |batch|
          batch.pluck(:user_id, :value).count { |user_id, card| !Card.for?(card, user_id) }
        end
    end
    private_class_method :cards_of_others

    def self.keys
      ConversationKey.all
    end
    private_class_method :keys

    def self.topics
      Topic.with_deleted.where(id: Conversation.select(:topic_id))
    end
    private_class_method :topics

    def self.posts
      encrypted(Post.with_deleted)
    end
    private_class_method :posts

    # Of replies to, and edits in, encrypted messages.
    def self.drafts
      Draft.includes(:user).where(<<~SQL)
        draft_key IN (SELECT 'topic_' || topic_id FROM encrypted_conversations)
        OR draft_key IN (SELECT 'post_' || posts.id FROM posts JOIN encrypted_conversations USING (topic_id))
      SQL
    end
    private_class_method :drafts

    def self.plaintext?(draft)
      DraftGuard.new(draft.user, draft.draft_key, draft.data).refused?
    end
    private_class_method :plaintext?

    # Rows of one of core's models that belong to encrypted messages.
    def self.encrypted(relation)
      relation.where(topic_id: Conversation.select(:topic_id))
    end
    private_class_method :encrypted

    def self.marked
      ["posts.raw LIKE ?", "#{Envelope::MARKER}%"]
    end
    private_class_method :marked

    # Of every language of the plugin: a title stays as it was when the site's language was another.
    def self.placeholders
      files = Dir[File.join(Engine.root, "config/locales/server.*.yml")]
      files.filter_map do |file|
        YAML.load_file(file).values.first.dig("encrypted_messages", "title_placeholder")
      end | [Placeholder.title]
    end
    private_class_method :placeholders
  end
end
