# frozen_string_literal: true

class EmailLog < ActiveRecord::Base
end
