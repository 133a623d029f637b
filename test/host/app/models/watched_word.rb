# frozen_string_literal: true

# A word that staff do not want to be posted.
class WatchedWord < ActiveRecord::Base
  validates :word, presence: true, uniqueness: true

  def self.actions
    @actions ||= Enum.new(block: 1)
  end
end
