# frozen_string_literal: true

class PostBookmarkable < BaseBookmarkable
  def self.model
    Post
  end

  def self.serializer
    UserPostBookmarkSerializer
  end

  def self.preload_associations
    %i[topic user]
  end

  def self.list_query(user, guardian)
    Bookmark.where(user:, bookmarkable_type: "Post").where(
      bookmarkable_id:
        Post.secured(guardian).where(topic_id: allowed_topics(user).select(:id)).select(:id),
    )
  end

  def self.reminder_handler(bookmark)
    post = bookmark.bookmarkable
    send_reminder_notification(
      bookmark,
      topic_id: post.topic_id,
      post_number: post.post_number,
      data: {
        title: post.topic.title,
        bookmarkable_url: post.url,
      },
    )
  end
end
