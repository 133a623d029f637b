# frozen_string_literal: true

# What members mark for later and take away with them.
class CreateBookmarksAndExports < ActiveRecord::Migration[7.2]
  def change
    create_table :bookmarks do |t|
      t.bigint :user_id, null: false
      t.string :name, limit: 100
      t.datetime :reminder_at, :reminder_last_sent_at, :reminder_set_at
      t.integer :auto_delete_preference, null: false, default: 0
      t.boolean :pinned, default: false
      t.bigint :bookmarkable_id
      t.string :bookmarkable_type
      t.timestamps
      t.index %i[user_id bookmarkable_type bookmarkable_id], unique: true
    end

    create_table :user_exports do |t|
      t.string :file_name, null: false
      t.integer :user_id, null: false
      t.timestamps
    end

    add_column :user_options, :mailing_list_mode, :boolean, null: false, default: false
    add_column :user_options, :email_in_reply_to, :boolean, null: false, default: true
  end
end
