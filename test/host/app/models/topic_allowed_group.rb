# frozen_string_literal: true

class TopicAllowedGroup < ActiveRecord::Base
  belongs_to :topic
  belongs_to :group

  validates :topic_id, uniqueness: { scope: :group_id }, if: :topic_id
end
