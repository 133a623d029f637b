# frozen_string_literal: true

# A member's bookmarks, with what their rows need loaded in a few queries.
class BookmarkQuery
  extend OnPreload

  def self.preload(bookmarks, object)
    Bookmark.registered_bookmarkables.each do |bookmarkable|
      ActiveRecord::Associations::Preloader.new(
        records: bookmarks.select { |each| each.registered_bookmarkable == bookmarkable },
        associations: [bookmarkable: bookmarkable.preload_associations],
      ).call
    end
    super
  end

  attr_reader :guardian

  def initialize(user:, guardian: nil, search_term: nil, page: nil, per_page: nil)
    @user = user
    @guardian = guardian || Guardian.new(user)
    @search_term = search_term
    @page = page.to_i
    @per_page = per_page || 20
  end

  # The term is looked for in the search index and in the bookmarks' own names.
  def list_all
    results =
      Bookmark.registered_bookmarkables.map { |each| each.list_query(@user, guardian) }.reduce(:or)
    results = matching(results) if @search_term.present?
    results = results.order(:reminder_at, updated_at: :desc)
    results = results.offset(@page * @per_page).limit(@per_page).to_a
    BookmarkQuery.preload(results, self)
    results
  end

  # Reminders that have not been read, of what can still be seen.
  def unread_notifications(limit: 20)
    type = Notification.types[:bookmark_reminder]
    notifications = @user.notifications.unread.where(notification_type: type).limit(limit).to_a
    bookmarks = Bookmark.where(user: @user, id: notifications.map { |n| n.data_hash[:bookmark_id] })
    BookmarkQuery.preload(bookmarks.to_a, self)
    seen = bookmarks.select { |each| each.registered_bookmarkable.can_see?(guardian, each) }
    notifications.select { |each| seen.map(&:id).include?(each.data_hash[:bookmark_id]) }
  end

  private

  def matching(results)
    results.where(<<~SQL, term: @search_term, pattern: "%#{@search_term}%")
      bookmarks.name ILIKE :pattern OR EXISTS (
        SELECT 1 FROM posts
        JOIN post_search_data ON post_search_data.post_id = posts.id
        WHERE post_search_data.search_data @@ plainto_tsquery('english', :term)
          AND ((bookmarkable_type = 'Post' AND posts.id = bookmarkable_id)
            OR (bookmarkable_type = 'Topic' AND posts.topic_id = bookmarkable_id AND posts.post_number = 1)))
    SQL
  end
end
