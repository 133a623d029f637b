# frozen_string_literal: true

module EncryptedMessages
  # The public cards of a member whose account is deleted and who has given others their keys to a
  # conversation. Without them the others could not verify these keys on their next device, and so not read.
  # Neither name nor wrapped private key is kept, and all of it goes after the last key (`DeadRows`).
  class GoneGranter < ActiveRecord::Base
    self.table_name = "encrypted_gone_granters"

    # Those that nobody needs any more: no key is theirs, or they are not gone. `OFFSET 0` has PostgreSQL
    # look each of them up by an index, where it would read all keys and users to compare them with.
    scope :unneeded, -> { where(<<~SQL) }
      NOT EXISTS (
        SELECT 1 FROM encrypted_conversation_keys AS keys
        WHERE keys.granted_by_id = encrypted_gone_granters.user_id OFFSET 0
      ) OR EXISTS (SELECT 1 FROM users WHERE users.id = encrypted_gone_granters.user_id OFFSET 0)
    SQL

    # To be called before the account goes.
    def self.keep(user)
      cards = Identity.all_cards([user.id])[user.id]
      return if cards.blank?
      return if !ConversationKey.where(granted_by_id: user.id).where.not(user_id: user.id).exists?
      upsert({ user_id: user.id, cards: cards.join(" ") }, unique_by: :user_id)
    end

    # @param reader [User]
    # @return [Hash{Integer => Array<String>}] newest first, of those of `ids` who have given the reader a key
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
