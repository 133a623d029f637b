# frozen_string_literal: true

# What core would have handed to the browser's push service.
class PushMessage < ActiveRecord::Base
  serialize :payload, coder: JSON
end
