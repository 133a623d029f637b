# frozen_string_literal: true

module EncryptedMessages
  # Stores a member's card and backup: the first, or a further backup of the same keys.
  #
  # @example
  #   EncryptedMessages::StoreIdentity.call(guardian:, params: { card:, backup:, version: 0, address_book: })
  class StoreIdentity
    include IdentityWrite

    transaction do
      step :lock_member
      step :read_stored
      policy :seen_version
      policy :same_card
      step :forget_retired
      policy :follows_address_book
      step :write_address_book
      step :write
    end

    private

    # A new card means new keys. They can only be set by resetting encryption (`ReplaceIdentity`), so never by mistake.
    def same_card(params:, stored:)
      stored[:card].nil? || stored[:card] == params.card
    end

    # A first card does not succeed the cards of an identity that was retired, and opens no address book of another's. A
    # device that puts back what was lost has the keys to it.
    def forget_retired(guardian:, stored:)
      return if stored[:card]
      Identity.delete(guardian.user, address_book: !puts_back?)
    end

    def write(params:)
      write_fields(Identity::CARD => params.card, Identity::BACKUP => params.backup)
    end
  end
end
