# frozen_string_literal: true

class UserPostTopicBookmarkBaseSerializer < UserBookmarkBaseSerializer
  include PostItemExcerpt

  attributes :topic_id,
             :linked_post_number,
             :deleted,
             :hidden,
             :category_id,
             :closed,
             :archived,
             :archetype,
             :highest_post_number,
             :bumped_at,
             :slug

  %i[
    title
    fancy_title
    category_id
    archetype
    archived
    closed
    highest_post_number
    bumped_at
    slug
  ].each { |name| define_method(name) { topic.public_send(name) } }

  def topic_id
    topic.id
  end
end
