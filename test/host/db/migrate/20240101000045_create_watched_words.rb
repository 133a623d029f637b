# frozen_string_literal: true

class CreateWatchedWords < ActiveRecord::Migration[7.2]
  def change
    add_column :topics, :featured_link, :string

    create_table :watched_words do |t|
      t.string :word, :replacement
      t.integer :action, null: false
      t.boolean :case_sensitive, null: false, default: false
      t.timestamps
      t.index %i[action word], unique: true
    end
  end
end
