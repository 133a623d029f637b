# frozen_string_literal: true

# With the message in which the flag was made, when it was made with words.
class ReviewableScoreSerializer < ApplicationSerializer
  attributes :id, :score, :reason, :created_at, :status, :conversation

  has_one :user, serializer: BasicUserSerializer, embed: :objects

  def conversation
    {
      permalink: object.meta_topic.url,
      conversation_posts:
        object.meta_topic.posts.order(:post_number).map { |post| { excerpt: post.excerpt } },
    }
  end

  def include_conversation?
    object.meta_topic.present?
  end
end
