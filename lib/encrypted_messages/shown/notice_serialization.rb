# frozen_string_literal: true

module EncryptedMessages
  # Notifications, bookmarks, drafts and search results tell of a topic. They carry by what the member's page knows its title.
  #
  # They do so only in the answer to the member's own request. Notifications are also sent, without a scope, to the
  # message bus, where they are kept for a while.
  module NoticeSerialization
    TOPICS = {
      notification: ->(notification) { notification.topic },
      user_post_bookmark: ->(bookmark) { bookmark.bookmarkable.topic },
      user_topic_bookmark: ->(bookmark) { bookmark.bookmarkable },
      # The topic of a reply, or of the post that is edited.
      draft: ->(draft) { draft.topic || draft.post&.topic },
    }.freeze

    # @param plugin [Plugin::Instance]
    def self.register(plugin)
      TOPICS.each { |serializer, topic| add_to(plugin, serializer, topic) }

      BookmarkQuery.on_preload do |bookmarks, query|
        targets = bookmarks.map(&:bookmarkable)
        topics = targets.map { |target| target.is_a?(Post) ? target.topic : target }.grep(Topic)
        preload(topics, query.guardian.user)
      end
      Search.on_preload do |results, search|
        preload(results.posts.filter_map(&:topic), search.guardian.user)
      end
    end

    def self.add_to(plugin, serializer, topic)
      plugin.add_to_serializer(
        serializer,
        :is_encrypted,
        include_condition: -> do
          scope && topic.call(object) && Serialization.encrypted?(topic.call(object), scope)
        end,
      ) { true }
      plugin.add_to_serializer(
        serializer,
        :encrypted_conversation,
        include_condition: -> { NoticeSerialization.readable?(topic.call(object), scope) },
      ) { Serialization.listed_conversation(topic.call(object)) }
    end
    private_class_method :add_to

    # @param guardian [Guardian, nil]
    def self.readable?(topic, guardian)
      !guardian&.request.nil? && Serialization.keys(topic, guardian).any?
    end

    # @param topics [Array<Topic>] each record that will be asked; of one topic there may be several
    # @param user [User, nil] the viewer
    def self.preload(topics, user)
      Serialization.preload_topics(topics.uniq(&:object_id), user)
    end

    # @param drafts [Enumerable<Draft>] with topics and posts
    def self.preload_drafts(drafts, user)
      edited = drafts.reject(&:topic).filter_map(&:post)
      ActiveRecord::Associations::Preloader.new(records: edited, associations: :topic).call
      preload(drafts.filter_map { |draft| TOPICS[:draft].call(draft) }, user)
    end
  end
end
