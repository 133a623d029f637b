# frozen_string_literal: true

class BookmarkManager
  include HasErrors

  def initialize(user)
    @user = user
    @guardian = Guardian.new(user)
  end

  # @return [Bookmark, nil] nil after adding errors
  def create_for(bookmarkable_id:, bookmarkable_type:, name: nil, reminder_at: nil, options: {})
    klass = { "Post" => Post, "Topic" => Topic }[bookmarkable_type]
    bookmarkable = klass&.find_by(id: bookmarkable_id)
    raise Discourse::InvalidAccess if !@guardian.can_see?(bookmarkable)

    bookmark =
      Bookmark.create(
        user_id: @user.id,
        bookmarkable: bookmarkable,
        name: name,
        reminder_at: reminder_at,
        reminder_set_at: Time.zone.now,
        auto_delete_preference:
          options[:auto_delete_preference] || Bookmark.auto_delete_preferences[:clear_reminder],
      )
    return add_errors_from(bookmark) if bookmark.errors.any?
    bookmark
  end

  def destroy(bookmark_id)
    Bookmark.find_by!(id: bookmark_id, user_id: @user.id).destroy
  end

  def self.send_reminder_notification(id)
    bookmark = Bookmark.find_by(id: id) or return
    bookmarkable = bookmark.registered_bookmarkable
    if bookmarkable.can_see?(bookmark.user.guardian, bookmark)
      bookmarkable.reminder_handler(bookmark)
    end
    bookmark.clear_reminder!
  end
end
