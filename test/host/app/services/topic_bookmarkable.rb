# frozen_string_literal: true

class TopicBookmarkable < BaseBookmarkable
  def self.model
    Topic
  end

  def self.serializer
    UserTopicBookmarkSerializer
  end

  def self.preload_associations
    [{ first_post: :user }]
  end

  def self.list_query(user, _guardian)
    Bookmark.where(
      user:,
      bookmarkable_type: "Topic",
      bookmarkable_id: allowed_topics(user).select(:id),
    )
  end

  def self.reminder_handler(bookmark)
    topic = bookmark.bookmarkable
    send_reminder_notification(
      bookmark,
      topic_id: topic.id,
      post_number: 1,
      data: {
        title: topic.title,
        bookmarkable_url: topic.first_post.url,
      },
    )
  end
end
