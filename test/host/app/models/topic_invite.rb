# frozen_string_literal: true

# The topics that an invite link leads to. The host has no links, only what core saves with each.
class TopicInvite < ActiveRecord::Base
  belongs_to :topic

  validates :topic_id, :invite_id, presence: true
end
