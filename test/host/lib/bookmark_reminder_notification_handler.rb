# frozen_string_literal: true

class BookmarkReminderNotificationHandler
  def initialize(bookmark)
    @bookmark = bookmark
  end

  def send_notification
    return if @bookmark.blank?
    bookmarkable = @bookmark.registered_bookmarkable
    if bookmarkable.can_see?(@bookmark.user.guardian, @bookmark)
      bookmarkable.reminder_handler(@bookmark)
    end
    @bookmark.clear_reminder!
  end
end
