# frozen_string_literal: true

module EncryptedMessages
  # What a member stores: the public card, and the backup with their wrapped private keys (R18). Both
  # are made by the client; the server keeps them in user custom fields, which no serializer lists.
  class Identity
    CARD = "encrypted_messages_card"
    BACKUP = "encrypted_messages_backup"
    VERSION = "encrypted_messages_version"
    FIELDS = [CARD, BACKUP, VERSION].freeze

    # In characters of base64url. A card takes some 750, a backup some 3000; both may grow by further
    # unlock methods and algorithms.
    MAX_CARD_LENGTH = 4096
    MAX_BACKUP_LENGTH = 32_768

    # docs/protocol.md §2
    CARD_KIND = 16

    # The stored version is not the one the client saw: another device wrote in between.
    class Conflict < StandardError
    end

    # A new card means new keys, which contacts would have to be told of.
    class CardReplaced < StandardError
    end

    # @param plugin [Plugin::Instance]
    def self.register(plugin)
      plugin.register_user_custom_field_type(CARD, :string, max_length: MAX_CARD_LENGTH)
      plugin.register_user_custom_field_type(BACKUP, :string, max_length: MAX_BACKUP_LENGTH)
      plugin.register_user_custom_field_type(VERSION, :integer)
    end

    def self.delete(user)
      UserCustomField.where(user_id: user.id, name: FIELDS).delete_all
    end

    # Whether the member's card names them as its owner.
    def self.own?(user)
      card?(UserCustomField.where(user_id: user.id, name: CARD).pick(:value), user.id)
    end

    # Whether the member has enabled encrypted messages.
    def self.exists?(user_id)
      UserCustomField.exists?(user_id:, name: CARD)
    end

    # @return [Hash{Integer => String}] cards by user id, of those who have one
    def self.cards(user_ids)
      UserCustomField.where(user_id: user_ids, name: CARD).pluck(:user_id, :value).to_h
    end

    # Whether this has a card's outer shape (docs/protocol.md §6) and names that member as its owner.
    # What it says is for its readers to verify, who trust no server.
    def self.card?(text, user_id)
      return false unless text.is_a?(String) && text.length <= MAX_CARD_LENGTH
      header, = Wire.decode_sign1(text)
      header ==
        {
          Wire::ALG => Wire::EDDSA,
          Wire::SUITE => Wire::SUITE_1,
          Wire::KIND => CARD_KIND,
          Wire::USER_ID => user_id,
        }
    rescue Wire::Malformed
      false
    end

    # Whether this has a backup's outer shape (docs/protocol.md §7).
    def self.backup?(text)
      return false unless text.is_a?(String) && text.length <= MAX_BACKUP_LENGTH
      suite, *parts = Wire.decode_cbor(Wire.decode64(text))
      suite == Wire::SUITE_1 && parts.size == 3
    rescue Wire::Malformed
      false
    end

    def initialize(user)
      @user = user
    end

    # @return [Hash] card and backup, nil before the first write; and version, which counts the writes
    def stored
      fields = UserCustomField.where(user_id: @user.id, name: FIELDS)
      fields = fields.pluck(:name, :value).to_h
      { card: fields[CARD], backup: fields[BACKUP], version: fields[VERSION].to_i }
    end

    # @param version [Integer] the one the client saw
    # @return [Integer] the new version
    # @raise [Conflict, CardReplaced]
    def store!(card:, backup:, version:)
      # Two devices that write at once are put in order by the lock on the user's row.
      @user.with_lock do
        stored = self.stored
        raise Conflict if version != stored[:version]
        raise CardReplaced if stored[:card] && card != stored[:card]
        @user.upsert_custom_fields(CARD => card, BACKUP => backup, VERSION => version + 1)
      end
      version + 1
    end
  end
end
