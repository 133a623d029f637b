# frozen_string_literal: true

class CreateEncryptedPosts < ActiveRecord::Migration[7.2]
  def change
    create_table :encrypted_posts, primary_key: :post_id, id: { default: nil } do |t|
      t.uuid :message_id, null: false
    end

    add_index :encrypted_posts, :message_id, unique: true
  end
end
