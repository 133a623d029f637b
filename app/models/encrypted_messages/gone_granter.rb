# frozen_string_literal: true

module EncryptedMessages
  # The public cards of a deleted account that has granted others their keys to a conversation. Without these cards the
  # others could not verify those keys on their next device, and so could not read. Neither the name nor the wrapped
  # private keys are kept, and the row is deleted with the last key that needs it (`DeadRows`).
  class GoneGranter < ActiveRecord::Base
    self.table_name = "encrypted_gone_granters"

    # Rows that nobody needs: no key was granted by that user, or the user exists. `OFFSET 0` makes PostgreSQL look each
    # row up by an index instead of reading all keys and users.
    scope :unneeded, -> { where(<<~SQL) }
      NOT EXISTS (
        SELECT 1 FROM encrypted_conversation_keys AS keys
        WHERE keys.granted_by_id = encrypted_gone_granters.user_id OFFSET 0
      ) OR EXISTS (SELECT 1 FROM users WHERE users.id = encrypted_gone_granters.user_id OFFSET 0)
    SQL

    # To be called before the account is deleted.
    def self.keep(user)
      cards = Identity.all_cards([user.id])[user.id]
      return if cards.blank?
      return if !ConversationKey.where(granted_by_id: user.id).where.not(user_id: user.id).exists?
      upsert({ user_id: user.id, cards: cards.join(" ") }, unique_by: :user_id)
    end

    # @param reader [User]
    # @return [Hash{Integer => Array<String>}] by user id, newest first; only of `ids` who have granted the reader a key
    def self.cards_for(reader, ids)
      granters =
        ConversationKey.where(user_id: reader.id, granted_by_id: ids).select(:granted_by_id)
      where(user_id: granters)
        .where("NOT EXISTS (SELECT 1 FROM users WHERE users.id = encrypted_gone_granters.user_id)")
        .pluck(:user_id, :cards)
        .to_h
        .transform_values(&:split)
    end
  end
end

# == Schema Information
#
# Table name: encrypted_gone_granters
#
#  id         :bigint           not null, primary key
#  user_id    :bigint           not null
#  cards      :text             not null
#  created_at :datetime         not null
#  updated_at :datetime         not null
#
# Indexes
#
#  index_encrypted_gone_granters_on_user_id  (user_id) UNIQUE
#
