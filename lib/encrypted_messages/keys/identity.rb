# frozen_string_literal: true

module EncryptedMessages
  # What a member stores: the public card, and the backup with their wrapped private keys (R18). Both
  # are made by the client; the server keeps them in user custom fields, which no serializer lists. These
  # rows are written here alone, for `StoreIdentity` and `ReplaceIdentity`: `UserExtension` keeps core's own saving of
  # custom fields off them.
  class Identity
    CARD = "encrypted_messages_card"
    BACKUP = "encrypted_messages_backup"
    VERSION = "encrypted_messages_version"
    # Those that the card has replaced, newest first, with spaces between.
    EARLIER_CARDS = "encrypted_messages_earlier_cards"
    FIELDS = [CARD, BACKUP, VERSION, EARLIER_CARDS].freeze

    # Each of them once for each member.
    UNIQUE_INDEX = "idx_user_custom_fields_encrypted_messages_unique"

    # In characters of base64url. A backup takes some 3000, and may grow by further unlock methods.
    MAX_BACKUP_LENGTH = 32_768

    # docs/protocol.md §6.1. What was signed with a card that is not kept can no longer be verified.
    MAX_EARLIER_CARDS = 8

    # Who can be written to: by one query for all, the same question as `Guardian#can_use_encrypted_messages?`.
    #
    # @param users [ActiveRecord::Relation<User>]
    # @return [ActiveRecord::Relation<User>] those of them in the groups that may use encrypted messages
    def self.allowed(users)
      groups = SiteSetting.encrypted_messages_allowed_groups_map
      return users if groups.include?(Group::AUTO_GROUPS[:everyone])
      users.where(id: GroupUser.where(group_id: groups).select(:user_id))
    end

    # Of who uses it no more: nothing can be unlocked, and nothing is encrypted for them. But what they
    # have signed, messages and others' keys, is verified as before.
    def self.retire(user)
      User.transaction do
        lock(user)
        card = cards([user.id])[user.id] or next
        earlier = [card, *earlier_cards([user.id])[user.id]].first(MAX_EARLIER_CARDS)
        delete(user)
        write(user, EARLIER_CARDS => earlier.join(" "))
      end
    end

    # In a transaction. (Not by `with_lock`, which reloads: core's `User#reload` takes no `lock:`.)
    def self.lock(user)
      User.lock.find(user.id)
    end

    # @param fields [Hash{String => String, Integer}]
    def self.write(user, fields)
      rows = fields.map { |name, value| { user_id: user.id, name:, value: value.to_s } }
      UserCustomField.upsert_all(rows, unique_by: UNIQUE_INDEX, update_only: :value)
    end

    def self.delete(user)
      UserCustomField.where(user_id: user.id, name: FIELDS).delete_all
    end

    # Where a member's open pages, also of other devices, hear which keys they have now.
    def self.channel(user)
      "/encrypted-messages/identity/#{user.id}"
    end

    # Deletes what names somebody else as its owner. With an earlier card of another's beside their
    # own, no client would take that one either.
    def self.delete_foreign(user)
      delete(user) if !Card.for?(cards([user.id])[user.id], user.id)
      earlier = earlier_cards([user.id])[user.id] || []
      return if earlier.all? { |card| Card.for?(card, user.id) }
      UserCustomField.where(user_id: user.id, name: EARLIER_CARDS).delete_all
    end

    # Whether the member has enabled encrypted messages.
    def self.exists?(user_id)
      UserCustomField.exists?(user_id:, name: CARD)
    end

    # @return [Hash{Integer => String}] cards by user id, of those who have one
    def self.cards(user_ids)
      UserCustomField.where(user_id: user_ids, name: CARD).pluck(:user_id, :value).to_h
    end

    # @return [Hash{Integer => Array<String>}] by user id, of those who have started anew; newest first
    def self.earlier_cards(user_ids)
      UserCustomField
        .where(user_id: user_ids, name: EARLIER_CARDS)
        .pluck(:user_id, :value)
        .to_h
        .transform_values(&:split)
    end

    # @return [Hash{Integer => Array<String>}] by user id, the card and those before it, newest first; of
    #   who has no card any more, those before
    def self.all_cards(user_ids)
      earlier = earlier_cards(user_ids)
      cards(user_ids)
        .transform_values { |card| [card] }
        .merge(earlier) { |_, current, before| current + before }
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

    # @return [Hash] card and backup, nil before the first write; and version, which counts the writes. A client that sees
    #   no card sees no version.
    def stored
      fields = UserCustomField.where(user_id: @user.id, name: FIELDS)
      fields = fields.pluck(:name, :value).to_h
      version = fields[CARD] ? fields[VERSION].to_i : 0
      { card: fields[CARD], backup: fields[BACKUP], version: }
    end

    # By this a device that has seen the backup notices when it is lost, or an older one.
    #
    # @return [Hash, nil]
    def backup_summary
      stored => { backup:, version: }
      { version:, digest: Wire.encode64(Digest::SHA256.digest(backup)) } if backup
    end

    # @return [Array<String>] newest first
    def earlier_cards
      self.class.earlier_cards([@user.id])[@user.id] || []
    end
  end
end
