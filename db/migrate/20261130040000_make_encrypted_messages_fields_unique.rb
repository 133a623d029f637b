# frozen_string_literal: true

# A member's card, backup and their like once each (`EncryptedMessages::Identity::FIELDS`). Concurrently, since the table
# is core's and may be large; an interrupted attempt leaves an index that is not valid, which the next one drops.
class MakeEncryptedMessagesFieldsUnique < ActiveRecord::Migration[7.2]
  disable_ddl_transaction!

  INDEX = "idx_user_custom_fields_encrypted_messages_unique"
  OURS = <<~SQL.squish
    name IN (
      'encrypted_messages_card', 'encrypted_messages_backup', 'encrypted_messages_version',
      'encrypted_messages_earlier_cards', 'encrypted_messages_name'
    )
  SQL

  def up
    down
    execute <<~SQL
      DELETE FROM user_custom_fields AS older
      WHERE older.#{OURS} AND EXISTS (
        SELECT 1 FROM user_custom_fields AS newer
        WHERE newer.user_id = older.user_id AND newer.name = older.name AND newer.id > older.id
      )
    SQL
    execute <<~SQL
      CREATE UNIQUE INDEX CONCURRENTLY #{INDEX} ON user_custom_fields (user_id, name) WHERE #{OURS}
    SQL
  end

  def down
    execute "DROP INDEX CONCURRENTLY IF EXISTS #{INDEX}"
  end
end
