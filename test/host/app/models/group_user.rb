# frozen_string_literal: true

class GroupUser < ActiveRecord::Base
  belongs_to :group
  belongs_to :user

  after_create_commit do
    DiscourseEvent.trigger(:user_added_to_group, user, group, automatic: group.automatic)
  end
  after_destroy_commit { DiscourseEvent.trigger(:user_removed_from_group, user, group) }
end
