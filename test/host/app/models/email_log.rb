# frozen_string_literal: true

class EmailLog < ActiveRecord::Base
  belongs_to :post

  # As it stands in an address.
  def bounce_key
    super&.delete("-")
  end
end
