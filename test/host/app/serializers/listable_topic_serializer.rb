# frozen_string_literal: true

class ListableTopicSerializer < BasicTopicSerializer
  attributes :reply_count,
             :highest_post_number,
             :created_at,
             :last_posted_at,
             :bumped,
             :bumped_at,
             :archetype,
             :unseen,
             :last_read_post_number,
             :unread_posts,
             :pinned,
             :unpinned,
             :excerpt,
             :visible,
             :closed,
             :archived,
             :notification_level,
             :unicode_title

  has_one :last_poster, serializer: BasicUserSerializer, embed: :objects

  def bumped
    object.created_at < object.bumped_at
  end

  def unseen
    scope.authenticated? && object.user_data&.last_read_post_number.nil?
  end

  def notification_level
    object.user_data.notification_level
  end

  def last_read_post_number
    object.user_data.last_read_post_number
  end

  # Of those above the first unread one.
  def unread_posts
    read = object.user_data.last_read_post_number
    read ? [object.highest_post_number - read, 0].max : 0
  end

  %i[notification_level last_read_post_number unread_posts].each do |name|
    define_method(:"include_#{name}?") { object.user_data.present? }
  end

  def pinned
    false
  end

  def unpinned
    nil
  end

  # Only pinned topics show one.
  def include_excerpt?
    false
  end

  def include_unicode_title?
    object.title.match?(/:[\w\-+]+:/)
  end

  def include_last_poster?
    false
  end
end
