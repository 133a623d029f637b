# frozen_string_literal: true

# What somebody would rather read in a topic's first post (discourse-suggested-edits).
class SuggestedEdit < ActiveRecord::Base
  belongs_to :post
  belongs_to :user

  enum :status, { pending: 0, applied: 1, dismissed: 2, stale: 3, withdrawn: 4 }

  validates :raw_suggestion, :base_post_version, presence: true
end
