# frozen_string_literal: true

class CreateEncryptedRosterEntries < ActiveRecord::Migration[7.2]
  def change
    create_table :encrypted_roster_entries do |t|
      t.bigint :topic_id, null: false
      t.bigint :sequence, null: false
      t.bigint :epoch, null: false
      # Part of what is signed, so it stays when their account goes.
      t.bigint :signed_by_id, null: false
      t.binary :entry, null: false
    end

    # Of two that would follow the same one the second is refused.
    add_index :encrypted_roster_entries, %i[topic_id sequence], unique: true
    add_index :encrypted_roster_entries, :signed_by_id
    add_foreign_key :encrypted_roster_entries,
                    :encrypted_conversations,
                    column: :topic_id,
                    primary_key: :topic_id,
                    on_delete: :cascade
  end
end
