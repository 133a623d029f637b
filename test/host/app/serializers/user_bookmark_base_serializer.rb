# frozen_string_literal: true

class UserBookmarkBaseSerializer < ApplicationSerializer
  attributes :id,
             :created_at,
             :updated_at,
             :name,
             :reminder_at,
             :pinned,
             :title,
             :fancy_title,
             :excerpt,
             :bookmarkable_id,
             :bookmarkable_type,
             :bookmarkable_url

  has_one :user, serializer: BasicUserSerializer, embed: :objects

  def user
    bookmarkable_user
  end
end
