# frozen_string_literal: true

# A remark under a post (discourse-post-voting), where the topic takes votes.
class PostVotingComment < ActiveRecord::Base
  belongs_to :post
  belongs_to :user

  validates :post_id, :user_id, :raw, :cooked, presence: true

  before_validation { self.cooked = PrettyText.cook(raw.to_s) }
  before_save { self.last_editor_id ||= user_id }
end
