# frozen_string_literal: true

class CreateEncryptedAddressBookParts < ActiveRecord::Migration[7.2]
  def change
    # Without timestamps, which would tell when a member got to know whom.
    create_table :encrypted_address_book_parts do |t|
      t.bigint :user_id, null: false
      t.integer :part, null: false
      # That of the whole address book when the part was written.
      t.bigint :version, null: false
      t.binary :data, null: false
    end

    add_index :encrypted_address_book_parts, %i[user_id part], unique: true
  end
end
