# frozen_string_literal: true

# The topics of a deleted account stay, as nobody's.
class AllowTopicsWithoutAuthor < ActiveRecord::Migration[7.2]
  def change
    change_column_null :topics, :user_id, true
  end
end
