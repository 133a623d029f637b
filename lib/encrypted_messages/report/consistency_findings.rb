# frozen_string_literal: true

module EncryptedMessages
  # Counts states that should not occur. Nothing is mended here: a key row without a membership, for example, may be the
  # trace of a mistake that only people can judge.
  module ConsistencyFindings
    # The findings, by the kind of row that is searched. Each name is a method below. It takes ids of that kind, and
    # returns the id of each row with that finding, as often as it occurs.
    KINDS = {
      # who can read, compared with who is shown as a participant
      topics: %i[
        keys_without_membership
        members_without_key
        broken_rosters
        groups_in_encrypted_messages
        encrypted_public_topics
        plaintext_titles
      ],
      # plain text in encrypted messages, and envelopes elsewhere
      posts: %i[plaintext_posts envelopes_outside posts_without_message_id],
      drafts: %i[plaintext_drafts],
      users: %i[cards_without_backup backups_without_card cards_of_others broken_address_books],
    }.freeze

    # Findings by which somebody could read what they should not. Administrators see them on their dashboard.
    SERIOUS = %i[
      keys_without_membership
      groups_in_encrypted_messages
      encrypted_public_topics
      plaintext_posts
      plaintext_titles
      plaintext_drafts
      cards_of_others
    ].freeze

    # How many ids of each kind are kept, so that the next day can tell whether something is still there.
    MAX_OPEN = 1000

    # @param window [ConsistencyWindow]
    # @return [Array(Hash{Symbol => Integer}, Hash{Symbol => Array<Integer>})] how often each finding occurs; and the ids of
    #   topics, posts, drafts and users where it does, at most `MAX_OPEN` of each
    def self.in(window)
      counts = KINDS.values.flatten.index_with { 0 }
      open = KINDS.transform_values { [] }
      KINDS.each do |kind, names|
        window.public_send(kind) do |ids|
          names.each do |name|
            found = public_send(name, ids)
            counts[name] += found.size
            open[kind] = (open[kind] | found).first(MAX_OPEN)
          end
        end
      end
      [counts, open]
    end

    def self.keys_without_membership(topic_ids)
      ConversationKey.without_member.where(topic_id: topic_ids).pluck(:topic_id)
    end

    def self.members_without_key(topic_ids)
      members = TopicAllowedUser.where(topic_id: topic_ids)
      members.where("NOT EXISTS (#{ConversationKey::OF_MEMBER})").pluck(:topic_id)
    end

    # Rosters that are not whole, from entry 0 on, or whose newest entry is not what its row says: nobody could verify the
    # one, and what is written would be held to the other.
    def self.broken_rosters(topic_ids)
      whole =
        RosterEntry
          .where(topic_id: topic_ids)
          .group(:topic_id)
          .having("count(*) = max(sequence) + 1 AND min(sequence) = 0")
          .pluck(:topic_id)
      newest = RosterEntry.select("DISTINCT ON (topic_id) *").order(:topic_id, sequence: :desc)
      readable = newest.where(topic_id: whole).select(&:consistent?).map(&:topic_id)
      Conversation.where(topic_id: topic_ids).pluck(:topic_id) - readable
    end

    def self.groups_in_encrypted_messages(topic_ids)
      TopicAllowedGroup.where(topic_id: topic_ids).pluck(:topic_id)
    end

    def self.encrypted_public_topics(topic_ids)
      Topic.with_deleted.where(id: topic_ids).where.not(archetype: Archetype.private_message).ids
    end

    def self.plaintext_titles(topic_ids)
      topics = Topic.with_deleted.where(id: topic_ids).where.not(title: Placeholder.titles)
      topics.pluck(:id, :title).filter_map { |id, title| id if !Placeholder.title?(title) }
    end

    # A text that its author has deleted is core's note, and no plain text of theirs.
    def self.plaintext_posts(ids)
      posts = encrypted_posts(ids).where(user_deleted: false).where.not(raw: "")
      posts.pluck(:id, :raw).filter_map { |id, raw| id if !Envelope.whole?(raw) }
    end

    def self.envelopes_outside(ids)
      posts = Post.with_deleted.where(id: ids).where("raw LIKE ?", "#{Envelope::MARKER}%")
      posts = posts.where("NOT EXISTS (#{CONVERSATION_OF_POST})")
      posts.pluck(:id, :raw).filter_map { |id, raw| id if Envelope.whole?(raw) }
    end

    def self.posts_without_message_id(ids)
      posts = encrypted_posts(ids).where("raw LIKE ?", "#{Envelope::MARKER}%")
      posts.where.missing(:encrypted_post).ids
    end

    # Drafts of replies to encrypted messages, and of edits in them.
    def self.plaintext_drafts(ids)
      drafts = Draft.where(id: ids).includes(:user)
      replies = drafts.joins(<<~'SQL')
        JOIN encrypted_conversations AS answered
          ON answered.topic_id = substring(draft_key FROM '^topic_(\d{1,9})$')::integer
      SQL
      edits = drafts.joins(<<~'SQL')
        JOIN posts AS edited ON edited.id = substring(draft_key FROM '^post_(\d{1,9})$')::integer
        JOIN encrypted_conversations USING (topic_id)
      SQL
      (replies + edits)
        .select { |draft| DraftGuard.new(draft.user, draft.draft_key, draft.data).refused? }
        .map(&:id)
    end

    def self.cards_without_backup(user_ids)
      holders(Identity::CARD, user_ids) - holders(Identity::BACKUP, user_ids)
    end

    def self.backups_without_card(user_ids)
      holders(Identity::BACKUP, user_ids) - holders(Identity::CARD, user_ids)
    end

    # A card names its owner, and every client refuses one that names somebody else.
    def self.cards_of_others(user_ids)
      cards = UserCustomField.where(user_id: user_ids, name: Identity::CARD)
      cards.pluck(:user_id, :value).filter_map { |id, card| id if !Card.for?(card, id) }
    end

    # Keys without an address book, address books of who has no keys at all, without their root, or with a part that is not what its row says: their owner's
    # devices would refuse them.
    def self.broken_address_books(user_ids)
      rows = AddressBookPart.where(user_id: user_ids).pluck(:user_id, :part, :version, :data)
      books = rows.group_by(&:first)
      broken = books.reject { |id, parts| AddressBook.whole?(id, parts.map { |row| row.drop(1) }) }
      owners = holders([Identity::CARD, Identity::BACKUP], user_ids)
      broken.keys | (books.keys - owners) | (owners - books.keys)
    end

    CONVERSATION_OF_POST = <<~SQL
      SELECT 1 FROM encrypted_conversations WHERE encrypted_conversations.topic_id = posts.topic_id
    SQL
    private_constant :CONVERSATION_OF_POST

    def self.encrypted_posts(ids)
      Post.with_deleted.where(id: ids).where("EXISTS (#{CONVERSATION_OF_POST})")
    end
    private_class_method :encrypted_posts

    def self.holders(name, user_ids)
      UserCustomField.where(user_id: user_ids, name:).distinct.pluck(:user_id)
    end
    private_class_method :holders
  end
end
