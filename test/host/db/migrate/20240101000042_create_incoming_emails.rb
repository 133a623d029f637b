# frozen_string_literal: true

# Mails that arrive. Columns bear core's names.
class CreateIncomingEmails < ActiveRecord::Migration[7.2]
  def change
    add_column :groups, :incoming_email, :string

    create_table :incoming_emails do |t|
      t.integer :user_id, :topic_id, :post_id
      t.integer :created_via, null: false, default: 0
      t.text :raw, :error, :message_id, :from_address, :to_addresses, :cc_addresses
      t.text :subject, :rejection_message
      t.boolean :is_auto_generated, default: false
      t.boolean :is_bounce, null: false, default: false
      t.timestamps
      t.index :message_id
    end

    create_table :post_reply_keys do |t|
      t.integer :user_id, :post_id, null: false
      t.uuid :reply_key, null: false, index: { unique: true }
      t.timestamps
      t.index %i[user_id post_id], unique: true
    end
  end
end
