# frozen_string_literal: true

class CreateUserApiKeys < ActiveRecord::Migration[7.2]
  def change
    create_table :user_api_keys do |t|
      t.integer :user_id, null: false
      t.string :key_hash, null: false, index: { unique: true }
      t.datetime :revoked_at
      t.datetime :last_used_at, null: false, default: -> { "CURRENT_TIMESTAMP" }
      t.timestamps
    end

    create_table :user_api_key_scopes do |t|
      t.integer :user_api_key_id, null: false
      t.string :name, null: false
      t.timestamps
    end
  end
end
