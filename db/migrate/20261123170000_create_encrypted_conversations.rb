# frozen_string_literal: true

# No foreign key to a table of core's: docs/server.md, "Rows that belong to core's rows".
class CreateEncryptedConversations < ActiveRecord::Migration[7.2]
  def change
    create_table :encrypted_conversations do |t|
      t.bigint :topic_id, null: false
      t.string :conversation_id, limit: 22, null: false
      t.text :encrypted_title, null: false
      t.timestamps
    end

    add_index :encrypted_conversations, :topic_id, unique: true
    add_index :encrypted_conversations, :conversation_id, unique: true
  end
end
