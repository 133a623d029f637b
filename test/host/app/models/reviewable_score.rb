# frozen_string_literal: true

# One flag, as staff see it.
class ReviewableScore < ActiveRecord::Base
  belongs_to :reviewable
  belongs_to :user
  belongs_to :meta_topic, class_name: "Topic"

  enum :status, { pending: 0, agreed: 1, disagreed: 2, ignored: 3 }
end
