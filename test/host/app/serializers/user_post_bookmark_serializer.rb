# frozen_string_literal: true

class UserPostBookmarkSerializer < UserBookmarkBaseSerializer
  def linked_post_number
    post.post_number
  end

  def deleted
    topic.deleted_at.present? || post.deleted_at.present?
  end

  delegate :hidden, :cooked, :raw, to: :post

  def bookmarkable_user
    post.user
  end

  def bookmarkable_url
    post.full_url
  end

  private

  def topic
    post.topic
  end

  def post
    object.bookmarkable
  end
end
