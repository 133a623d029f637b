# frozen_string_literal: true

class WebHookEvent < ActiveRecord::Base
end
