# frozen_string_literal: true

module EncryptedMessages
  # Stores a member's card and backup: the first, or a further backup of the same keys.
  #
  # @example
  #   EncryptedMessages::StoreIdentity.call(guardian:, params: { card:, backup:, version: 0 })
  class StoreIdentity
    include IdentityWrite

    transaction do
      step :lock_member
      step :read_stored
      policy :seen_version
      policy :same_card
      step :forget_retired
      step :write
    end

    private

    # A new card means new keys. They can only be set by resetting encryption (`ReplaceIdentity`), so never by mistake.
    def same_card(params:, stored:)
      stored[:card].nil? || stored[:card] == params.card
    end

    # A first card does not succeed the cards of an identity that was retired.
    def forget_retired(guardian:, stored:)
      Identity.delete(guardian.user) if stored[:card].nil?
    end

    def write(params:)
      write_fields(Identity::CARD => params.card, Identity::BACKUP => params.backup)
    end
  end
end
