# frozen_string_literal: true

# A message that a member has put away; for the others it stays where it is.
class UserArchivedMessage < ActiveRecord::Base
  belongs_to :user
  belongs_to :topic

  def self.archive!(user_id, topic)
    move_to_inbox!(user_id, topic)
    create!(user_id: user_id, topic_id: topic.id)
    MessageBus.publish("/topic/#{topic.id}", { type: "archived" }, user_ids: [user_id])
  end

  def self.move_to_inbox!(user_id, topic)
    where(user_id: user_id, topic_id: topic.id).destroy_all
  end
end
