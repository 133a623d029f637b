# frozen_string_literal: true

class TopicSearchData < ActiveRecord::Base
  belongs_to :topic
end
