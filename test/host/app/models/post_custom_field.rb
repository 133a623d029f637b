# frozen_string_literal: true

class PostCustomField < ActiveRecord::Base
  belongs_to :post
end
