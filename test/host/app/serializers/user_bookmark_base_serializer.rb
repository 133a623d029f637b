# frozen_string_literal: true

# Of what is served of a bookmark the part that posts and topics have in common; two classes in core.
class UserBookmarkBaseSerializer < ApplicationSerializer
  include PostItemExcerpt

  attributes :id, :created_at, :updated_at, :name, :reminder_at, :pinned, :title, :fancy_title
  attributes :excerpt, :bookmarkable_id, :bookmarkable_type, :bookmarkable_url, :topic_id, :slug
  attributes :linked_post_number, :deleted, :hidden, :category_id, :closed, :archived, :archetype
  attributes :highest_post_number, :bumped_at

  has_one :user, serializer: BasicUserSerializer, embed: :objects
  delegate :title, :fancy_title, :category_id, :archetype, :archived, :closed, to: :topic
  delegate :highest_post_number, :bumped_at, :slug, to: :topic
  delegate :id, to: :topic, prefix: true

  def user
    bookmarkable_user
  end
end
