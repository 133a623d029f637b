# frozen_string_literal: true

class CreateEncryptedConversationKeys < ActiveRecord::Migration[7.2]
  def change
    create_table :encrypted_conversation_keys do |t|
      t.bigint :topic_id, null: false
      t.bigint :user_id, null: false
      t.bigint :epoch, null: false
      t.binary :encrypted_key, null: false
      # Part of what the granter signed, so it stays when their account goes.
      t.bigint :granted_by_id, null: false
      # The same key as the member keeps it for further devices of theirs, once one of these has opened the grant.
      t.binary :bag
    end

    add_index :encrypted_conversation_keys,
              %i[user_id topic_id epoch],
              unique: true,
              name: "idx_encrypted_conversation_keys_on_user_topic_epoch"
    add_index :encrypted_conversation_keys, :topic_id
    add_index :encrypted_conversation_keys, :granted_by_id
    add_foreign_key :encrypted_conversation_keys,
                    :encrypted_conversations,
                    column: :topic_id,
                    primary_key: :topic_id,
                    on_delete: :cascade
  end
end
