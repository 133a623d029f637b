# frozen_string_literal: true

class BaseBookmarkable
  # The title goes into the notification, as it stands in the database.
  def self.send_reminder_notification(bookmark, topic_id:, post_number:, data:)
    bookmark.user.notifications.create!(
      notification_type: Notification.types[:bookmark_reminder],
      topic_id: topic_id,
      post_number: post_number,
      data:
        data.merge(
          display_username: bookmark.user.username,
          bookmark_name: bookmark.name,
          bookmark_id: bookmark.id,
          bookmarkable_type: bookmark.bookmarkable_type,
          bookmarkable_id: bookmark.bookmarkable_id,
        ).to_json,
    )
  end

  def self.can_see?(guardian, bookmark)
    bookmark.bookmarkable.present? && guardian.can_see?(bookmark.bookmarkable)
  end

  # Those of the member's bookmarks whose topics are public, or messages of theirs.
  def self.allowed_topics(user)
    Topic.listable_topics.or(Topic.private_messages_for_user(user))
  end
end
