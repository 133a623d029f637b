# frozen_string_literal: true

module DiscourseBoosts
  # A few words that a member puts under somebody's post (discourse-boosts).
  class Boost < ActiveRecord::Base
    self.table_name = "discourse_boosts"

    belongs_to :post
    belongs_to :user

    validates :post_id, uniqueness: { scope: :user_id }
    validates :raw, presence: true, length: { maximum: 1000 }
    validates :cooked, presence: true

    before_validation if: :will_save_change_to_raw? do
      self.cooked = PrettyText.cook(raw.to_s)
    end
  end
end
