# frozen_string_literal: true

class UserEmail < ActiveRecord::Base
  belongs_to :user
  validates :email, presence: true, uniqueness: { case_sensitive: false }
end
