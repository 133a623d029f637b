# frozen_string_literal: true

module EncryptedMessages
  # Stores what has changed in a member's address book (docs/protocol.md §7.3): the root and some shards, all or nothing.
  #
  # @example
  #   EncryptedMessages::WriteAddressBook.call(guardian:, params: { version: 3, parts: { "0" => root, "7" => shard } })
  class WriteAddressBook
    include Service::Base

    params do
      # The version that this client last saw, 0 when it saw none.
      attribute :version
      # base64url, by the number of the part.
      attribute :parts
    end

    policy :well_formed

    transaction do
      step :lock_member
      policy :has_identity
      policy :follows_stored
      step :write
    end

    private

    def well_formed(guardian:, params:)
      sent = { version: params.version, parts: params.parts }
      context[:address_book] = SealedBook.parse(sent, guardian.user.id)
    rescue Wire::Malformed
      false
    end

    # Devices that write at the same time wait for each other, and for one that replaces the keys.
    def lock_member(guardian:)
      Identity.lock(guardian.user)
    end

    def has_identity(guardian:)
      Identity.exists?(guardian.user.id)
    end

    def follows_stored(guardian:, address_book:)
      AddressBook.new(guardian.user).followed_by?(address_book)
    end

    def write(guardian:, address_book:)
      AddressBook.new(guardian.user).write(address_book)
    end
  end
end
