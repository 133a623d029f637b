# frozen_string_literal: true

class CreateEncryptedPosts < ActiveRecord::Migration[7.2]
  def change
    create_table :encrypted_posts do |t|
      t.bigint :post_id, null: false
      t.string :message_id, limit: 22, null: false
      t.timestamps
    end

    add_index :encrypted_posts, :post_id, unique: true
    add_index :encrypted_posts, :message_id, unique: true
  end
end
