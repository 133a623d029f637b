# frozen_string_literal: true

# Core lets plugins register further kinds; here there are posts and topics.
class Bookmark < ActiveRecord::Base
  belongs_to :user
  belongs_to :bookmarkable, polymorphic: true

  validates :bookmarkable_type, inclusion: { in: %w[Post Topic] }
  validates :bookmarkable_id, uniqueness: { scope: %i[user_id bookmarkable_type] }
  validates :name, length: { maximum: 100 }

  def self.auto_delete_preferences
    @auto_delete_preferences ||=
      Enum.new(never: 0, when_reminder_sent: 1, on_owner_reply: 2, clear_reminder: 3)
  end

  def self.registered_bookmarkables
    @registered_bookmarkables ||= [PostBookmarkable, TopicBookmarkable]
  end

  def registered_bookmarkable
    self.class.registered_bookmarkables.find { |each| each.model.name == bookmarkable_type }
  end

  def clear_reminder!
    update!(reminder_last_sent_at: Time.zone.now, reminder_set_at: nil)
  end
end
