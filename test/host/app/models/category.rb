# frozen_string_literal: true

# As much of a category as publishing a message, and a mailing list, need.
class Category < ActiveRecord::Base
  has_many :topics

  validates :name, presence: true
  before_validation { self.slug = Slug.for(name.to_s) if slug.blank? }

  def self.find_by_email(email)
    find_by("string_to_array(email_in, '|') @> ARRAY[?]", email.to_s.downcase)
  end
end
