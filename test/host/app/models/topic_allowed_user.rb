# frozen_string_literal: true

class TopicAllowedUser < ActiveRecord::Base
  belongs_to :topic
  belongs_to :user

  validates :topic_id, uniqueness: { scope: :user_id }, if: :topic_id
end
