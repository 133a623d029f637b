# frozen_string_literal: true

class AddSubtypeToTopics < ActiveRecord::Migration[7.2]
  def change
    add_column :topics, :subtype, :string, if_not_exists: true
  end
end
