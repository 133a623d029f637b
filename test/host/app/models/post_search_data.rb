# frozen_string_literal: true

class PostSearchData < ActiveRecord::Base
  belongs_to :post
end
