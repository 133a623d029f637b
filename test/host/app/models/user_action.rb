# frozen_string_literal: true

class UserAction < ActiveRecord::Base
  LIKE = 1
  NEW_TOPIC = 4
  REPLY = 5
  NEW_PRIVATE_MESSAGE = 12
  GOT_PRIVATE_MESSAGE = 13
end
