# frozen_string_literal: true

class CreateEncryptedGoneMembers < ActiveRecord::Migration[7.2]
  def change
    create_table :encrypted_gone_members do |t|
      # Of users who are gone.
      t.bigint :user_id, null: false
      t.text :cards, null: false
    end

    add_index :encrypted_gone_members, :user_id, unique: true
  end
end
