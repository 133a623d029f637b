# frozen_string_literal: true

module EncryptedMessages
  # What the site stores of a member's keys: the public card, and the backup with their wrapped private keys. The client
  # makes both; the server keeps them in user custom fields, which no serializer lists.
  #
  # Only this class writes these rows, for `StoreIdentity` and `ReplaceIdentity`. `UserExtension` keeps core's own
  # saving of custom fields away from them.
  class Identity
    CARD = "encrypted_messages_card"
    BACKUP = "encrypted_messages_backup"
    VERSION = "encrypted_messages_version"
    # The cards that the current one has replaced, newest first, separated by spaces.
    EARLIER_CARDS = "encrypted_messages_earlier_cards"
    # The username as its owner has signed it, beside the current card.
    NAME = "encrypted_messages_name"
    FIELDS = [CARD, BACKUP, VERSION, EARLIER_CARDS, NAME].freeze

    # Makes each field unique for its member.
    UNIQUE_INDEX = "idx_user_custom_fields_encrypted_messages_unique"

    # In characters of base64url: 128 KiB. A backup takes some 3000, and grows by earlier keys and further methods.
    MAX_BACKUP_LENGTH = 174_763

    # How many earlier cards are kept beside the current one (docs/protocol.md §6.1). What was signed with an older one
    # can no longer be verified.
    MAX_EARLIER_CARDS = 63

    # How many wrapped decryption keys and how many unlock methods a backup may have (docs/protocol.md §7).
    BACKUP_KEYS = 1..64
    BACKUP_METHODS = 1..8

    # Which of these users can be written to. This is `Guardian#can_use_encrypted_messages?` for many users in one
    # query.
    #
    # @param users [ActiveRecord::Relation<User>]
    # @return [ActiveRecord::Relation<User>] those in the groups that may use encrypted messages
    def self.allowed(users)
      groups = SiteSetting.encrypted_messages_allowed_groups_map
      return users if groups.include?(Group::AUTO_GROUPS[:everyone])
      users.where(id: GroupUser.where(group_id: groups).select(:user_id))
    end

    # Ends a member's identity. Their keys can no longer be unlocked, and nothing more is encrypted for them. Their card
    # is kept as an earlier one, so that what they have signed (messages, and grants to others) can still be verified.
    def self.retire(user)
      User.transaction do
        lock(user)
        card = cards([user.id])[user.id] or next
        earlier = [card, *earlier_cards([user.id])[user.id]].first(MAX_EARLIER_CARDS)
        delete(user)
        write(user, EARLIER_CARDS => earlier.join(" "))
      end
    end

    # Locks the user's row; to be called in a transaction. (`with_lock` would reload the user with `lock:`, which core's
    # `User#reload` does not take.)
    def self.lock(user)
      User.lock.find(user.id)
    end

    # @param fields [Hash{String => String, Integer}]
    def self.write(user, fields)
      rows = fields.map { |name, value| { user_id: user.id, name:, value: value.to_s } }
      UserCustomField.upsert_all(rows, unique_by: UNIQUE_INDEX, update_only: :value)
    end

    # @param address_book [Boolean] whether it goes as well
    def self.delete(user, fields: FIELDS, address_book: true)
      UserCustomField.where(user_id: user.id, name: fields).delete_all
      AddressBook.new(user).drop if address_book
    end

    # @param except [String, nil] the one that may stay
    def self.drop_name(user, except: nil)
      UserCustomField.where(user_id: user.id, name: NAME).where.not(value: except.to_s).delete_all
    end

    # The message bus channel on which a member's open pages, on all devices, hear which keys they have now.
    def self.channel(user)
      "/encrypted-messages/identity/#{user.id}"
    end

    # Deletes cards that name somebody else as their owner. Earlier cards too: clients refuse a member whose earlier
    # cards are not all their own. And a name that the card's owner has not signed. Earlier cards of their own stay, with
    # which is verified what they wrote before they were anonymized.
    def self.delete_foreign(user)
      card = cards([user.id])[user.id]
      delete(user, fields: FIELDS - [EARLIER_CARDS]) if !Card.for?(card, user.id)
      drop_name(user) if !SignedName.open(names([user.id])[user.id], user.id, card)
      earlier = earlier_cards([user.id])[user.id] || []
      return if earlier.all? { |one| Card.for?(one, user.id) }
      UserCustomField.where(user_id: user.id, name: EARLIER_CARDS).delete_all
    end

    # Whether the member has enabled encrypted messages.
    def self.exists?(user_id)
      UserCustomField.exists?(user_id:, name: CARD)
    end

    # @return [Hash{Integer => String}] card by user id; users without one are left out
    def self.cards(user_ids)
      UserCustomField.where(user_id: user_ids, name: CARD).pluck(:user_id, :value).to_h
    end

    # @return [Hash{Integer => String}] signed name by user id; users without one are left out
    def self.names(user_ids)
      UserCustomField.where(user_id: user_ids, name: NAME).pluck(:user_id, :value).to_h
    end

    # @return [Hash{Integer => Array<String>}] by user id, newest first; users who never reset their encryption are left out
    def self.earlier_cards(user_ids)
      UserCustomField
        .where(user_id: user_ids, name: EARLIER_CARDS)
        .pluck(:user_id, :value)
        .to_h
        .transform_values(&:split)
    end

    # @return [Hash{Integer => Array<String>}] by user id, the current card and the earlier ones, newest first; only the
    #   earlier ones for users who have no current card
    def self.all_cards(user_ids)
      earlier = earlier_cards(user_ids)
      cards(user_ids)
        .transform_values { |card| [card] }
        .merge(earlier) { |_, current, before| current + before }
    end

    # Whether the text has the outer shape of a backup (docs/protocol.md §7).
    def self.backup?(text)
      return false unless text.is_a?(String) && text.length <= MAX_BACKUP_LENGTH
      parts = Wire.decode_cbor(Wire.decode64(text))
      return false unless parts.is_a?(Array) && parts.size == 4
      suite, keys, _, methods = parts
      suite == Wire::SUITE_1 && keys.is_a?(Array) && BACKUP_KEYS.cover?(keys.size) &&
        methods.is_a?(Array) && BACKUP_METHODS.cover?(methods.size)
    rescue Wire::Malformed
      false
    end

    def initialize(user)
      @user = user
    end

    # @return [Hash] `card` and `backup`, nil before the first write; `version`, which counts the writes, 0 while there is
    #   no card
    def stored
      version = fields[CARD] ? fields[VERSION].to_i : 0
      { card: fields[CARD], backup: fields[BACKUP], version: }
    end

    # What is stored of the member, by one question, once: but for the earlier cards, which may be many.
    #
    # @return [Hash{String => String}]
    def fields
      rows = UserCustomField.where(user_id: @user.id, name: FIELDS - [EARLIER_CARDS])
      @fields ||= rows.pluck(:name, :value).to_h
    end

    # Whether a signed name takes the place of the stored one: it is what the member is called here, which a page that is
    # still open may not know yet, and a later publication, by whichever keys.
    #
    # @param text [String] that `SignedName.open` has accepted
    def takes_name?(text)
      name = SignedName.parse(text)
      name.username == User.where(id: @user.id).pick(:username) &&
        name.publication > (stored_name&.publication || 0)
    end

    # Lets a device that has seen the backup notice when it is lost, or replaced by an older one.
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

    private

    # @return [SignedName, nil] also nil where SQL around the models has made it unreadable since
    def stored_name
      SignedName.parse(self.class.names([@user.id])[@user.id])
    rescue Wire::Malformed
      nil
    end
  end
end
