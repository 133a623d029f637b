# frozen_string_literal: true

class ListableTopicSerializer < BasicTopicSerializer
  attributes :reply_count, :highest_post_number, :created_at, :last_posted_at, :bumped, :bumped_at
  attributes :archetype, :unseen, :last_read_post_number, :unread_posts, :pinned, :unpinned
  attributes :excerpt, :visible, :closed, :archived, :notification_level, :unicode_title

  has_one :last_poster, serializer: BasicUserSerializer, embed: :objects

  def bumped
    object.created_at < object.bumped_at
  end

  def unseen
    scope.authenticated? && user_data&.last_read_post_number.nil?
  end

  delegate :notification_level, :last_read_post_number, to: :user_data
  delegate :user_data, to: :object

  # Of those above the first unread one.
  def unread_posts
    read = last_read_post_number
    read ? [object.highest_post_number - read, 0].max : 0
  end

  %i[notification_level last_read_post_number unread_posts].each do |name|
    define_method(:"include_#{name}?") { user_data.present? }
  end

  def pinned
    false
  end

  def unpinned
    nil
  end

  def include_unicode_title?
    object.title.match?(/:[\w\-+]+:/)
  end

  # Only pinned topics show how they begin.
  %i[include_excerpt? include_last_poster?].each { |name| define_method(name) { false } }
end
