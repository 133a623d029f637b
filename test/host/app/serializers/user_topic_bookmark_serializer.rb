# frozen_string_literal: true

class UserTopicBookmarkSerializer < UserBookmarkBaseSerializer
  attributes :last_read_post_number

  def linked_post_number
    1
  end

  def deleted
    topic.deleted_at.present? || topic.first_post.deleted_at.present?
  end

  delegate :hidden, :cooked, :raw, to: :first_post

  def bookmarkable_user
    first_post.user
  end

  def bookmarkable_url
    if @options[:link_to_first_unread_post]
      "#{Discourse.base_url}#{topic.relative_url(last_read_post_number.to_i + 1)}"
    else
      topic.url
    end
  end

  def last_read_post_number
    TopicUser.get(topic, scope.user)&.last_read_post_number
  end

  private

  def topic
    object.bookmarkable
  end

  def first_post
    topic.first_post
  end
end
