# frozen_string_literal: true

# No foreign key to a table of core's: docs/server.md, "Rows that belong to core's rows". What is ciphertext or signed is
# stored as bytes, and no row says when it was written: docs/performance.md.
class CreateEncryptedConversations < ActiveRecord::Migration[7.2]
  def change
    create_table :encrypted_conversations do |t|
      t.bigint :topic_id, null: false
      t.uuid :conversation_id, null: false
      t.binary :encrypted_title, null: false
    end

    add_index :encrypted_conversations, :topic_id, unique: true
    add_index :encrypted_conversations, :conversation_id, unique: true
  end
end
