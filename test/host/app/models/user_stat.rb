# frozen_string_literal: true

class UserStat < ActiveRecord::Base
  self.primary_key = :user_id
  belongs_to :user

  def self.update_draft_count(user_id)
    count = Draft.where(user_id: user_id).count
    where(user_id: user_id).update_all(draft_count: count)
    payload = {
      draft_count: count,
      has_topic_draft: Draft.exists?(user_id: user_id, draft_key: Draft::NEW_TOPIC),
    }
    MessageBus.publish("/user-drafts/#{user_id}", payload, user_ids: [user_id])
  end
end
