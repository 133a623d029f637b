# frozen_string_literal: true

class CreateBackupDrafts < ActiveRecord::Migration[7.2]
  def change
    create_table :backup_draft_topics do |t|
      t.integer :user_id, :topic_id, null: false
      t.timestamps
      t.index :user_id, unique: true
    end

    create_table :backup_draft_posts do |t|
      t.integer :user_id, :post_id, null: false
      t.string :key, null: false
      t.timestamps
      t.index %i[user_id key], unique: true
    end
  end
end
