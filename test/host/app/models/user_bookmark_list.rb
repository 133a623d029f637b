# frozen_string_literal: true

class UserBookmarkList
  include Serializable

  attr_reader :bookmarks
  attr_accessor :bookmark_serializer_opts

  def initialize(user:, guardian:, search_term: nil, per_page: nil, page: 0)
    @query = BookmarkQuery.new(user:, guardian:, search_term:, per_page:, page:)
    @bookmark_serializer_opts = {}
  end

  def load
    @bookmarks = @query.list_all
  end
end
