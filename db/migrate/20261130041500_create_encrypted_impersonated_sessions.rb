# frozen_string_literal: true

class CreateEncryptedImpersonatedSessions < ActiveRecord::Migration[7.2]
  def change
    create_table :encrypted_impersonated_sessions do |t|
      t.bigint :user_auth_token_id, null: false
    end

    add_index :encrypted_impersonated_sessions, :user_auth_token_id, unique: true
  end
end
