# frozen_string_literal: true

# A post's text in another language.
class PostLocalization < ActiveRecord::Base
  belongs_to :post

  validates :post_version, :raw, :cooked, :localizer_user_id, presence: true
  validates :locale, presence: true, uniqueness: { scope: :post_id }
end
