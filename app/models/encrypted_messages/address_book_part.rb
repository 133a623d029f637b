# frozen_string_literal: true

module EncryptedMessages
  # One sealed part of a member's address book (docs/protocol.md §7.3). Only that member reads it. `AddressBook` writes it.
  class AddressBookPart < ActiveRecord::Base
    self.table_name = "encrypted_address_book_parts"

    attribute :data, BytesColumn.new
  end
end

# == Schema Information
#
# Table name: encrypted_address_book_parts
#
#  id      :bigint           not null, primary key
#  user_id :bigint           not null
#  part    :integer          not null
#  version :bigint           not null
#  data    :binary           not null
#
# Indexes
#
#  index_encrypted_address_book_parts_on_user_id_and_part  (user_id,part) UNIQUE
#
