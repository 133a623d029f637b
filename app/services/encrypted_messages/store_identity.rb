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

    # A new card means new keys: never by mistake, only by starting anew.
    def same_card(params:, stored:)
      stored[:card].nil? || stored[:card] == params.card
    end

    # A first card is no successor of those of a retired identity.
    def forget_retired(guardian:, stored:)
      Identity.delete(guardian.user) if stored[:card].nil?
    end

    def write(params:)
      write_fields(Identity::CARD => params.card, Identity::BACKUP => params.backup)
    end
  end
end
