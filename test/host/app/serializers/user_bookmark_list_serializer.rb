# frozen_string_literal: true

class UserBookmarkListSerializer < ApplicationSerializer
  attributes :bookmarks

  def bookmarks
    object.bookmarks.map do |bookmark|
      bookmark.registered_bookmarkable.serializer.new(
        bookmark,
        **object.bookmark_serializer_opts,
        scope: scope,
        root: false,
      )
    end
  end
end
