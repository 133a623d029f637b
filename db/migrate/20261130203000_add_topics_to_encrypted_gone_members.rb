# frozen_string_literal: true

class AddTopicsToEncryptedGoneMembers < ActiveRecord::Migration[7.2]
  def change
    # Of the encrypted messages that they wrote in. Once an account is deleted, its posts no longer say whose they were.
    add_column :encrypted_gone_members, :topic_ids, :bigint, array: true, null: false, default: []
  end
end
