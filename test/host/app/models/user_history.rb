# frozen_string_literal: true

# What staff did, for staff to read at `/admin/logs/staff_action_logs`.
class UserHistory < ActiveRecord::Base
  belongs_to :acting_user, class_name: "User"
  belongs_to :post
  belongs_to :topic

  validates :action, presence: true
  validates :details, length: { maximum: 110_000 }

  def self.actions
    @actions ||=
      Enum.new(
        delete_post: 17,
        delete_topic: 18,
        post_edit: 55,
        recover_topic: 81,
        delete_post_permanently: 83,
        delete_topic_permanently: 84,
      )
  end
end
