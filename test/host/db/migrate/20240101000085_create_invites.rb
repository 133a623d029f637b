# frozen_string_literal: true

class CreateInvites < ActiveRecord::Migration[7.2]
  def change
    create_table :invites do |t|
      t.string :invite_key, limit: 32, null: false
      t.integer :invited_by_id, null: false
      t.string :email
      t.text :custom_message
      t.string :description, limit: 100
      t.timestamps
    end
  end
end
