# frozen_string_literal: true

module EncryptedMessages
  # Whom a member knows, sealed under a key that only their own devices have (docs/protocol.md §7.3). To be written under
  # the lock of `Identity.lock`.
  class AddressBook
    INDEX = %i[user_id part].freeze

    # Whether these rows are all parts of one address book, as far as can be told from outside.
    #
    # @param rows [Array(Integer, Integer, String)] part, version and text of each
    def self.whole?(user_id, rows)
      versions =
        rows.map do |part, version, text|
          root = SealedPart.parse(text, user_id:, part:).version
          return false if root && root != version
          [root || 0, version]
        end
      versions.map(&:first).max == versions.map(&:last).max
    rescue Wire::Malformed
      false
    end

    def initialize(user)
      @parts = AddressBookPart.where(user_id: user.id)
      @user_id = user.id
    end

    # @return [Integer] 0 while there is none
    def version
      @parts.where(part: SealedPart::ROOT).pick(:version) || 0
    end

    # By one question, so that version and parts are of one moment.
    #
    # @return [Hash] `version`, and by their number the `parts` that were written after that version
    def since(version)
      rows = @parts.where("version > ? OR part = ?", version, SealedPart::ROOT).order(:part)
      rows = rows.pluck(:part, :version, :data)
      current = rows.find { |part, _| part == SealedPart::ROOT }&.second || 0
      parts = rows.filter_map { |part, written, data| [part.to_s, data] if written > version }
      { version: current, parts: parts.to_h }
    end

    # Whether who made it has seen what it is to follow, and counts on.
    #
    # @param sealed [SealedBook]
    def followed_by?(sealed)
      stored = version
      sealed.seen == stored && sealed.version > stored
    end

    # @param sealed [SealedBook] that follows
    def write(sealed)
      rows =
        sealed.parts.map do |part|
          { user_id: @user_id, part: part.part, version: sealed.version, data: part.text }
        end
      AddressBookPart.upsert_all(rows, unique_by: INDEX, update_only: %i[version data])
    end

    # All of it: nobody can open it any more, or it is about to be written anew.
    def drop
      @parts.delete_all
    end
  end
end
