# frozen_string_literal: true

module EncryptedMessages
  # Rows that nobody needs, and that neither foreign keys nor core delete.
  module DeadRows
    # How many of the accounts that are gone a day looks at.
    PORTION = 1000

    # Some of them, in turn.
    #
    # @param after [Integer] where the last time ended
    # @return [Array(Hash{Symbol => Integer}, Integer)] how many rows of what were removed; where it ended
    def self.remove_some(after)
      ids = GoneGranter.where(id: (after + 1)..).order(:id).limit(PORTION).ids
      removed = { gone_granters: GoneGranter.unneeded.where(id: ids).delete_all }
      [removed, ids.size < PORTION ? 0 : ids.last]
    end

    # @return [Hash{Symbol => Integer}] how many rows of what were removed
    def self.remove_all
      { gone_granters: GoneGranter.unneeded.delete_all, identities: identities.delete_all }
    end

    # Of users whose rows were deleted around core.
    def self.identities
      UserCustomField.where(name: Identity::FIELDS).where(<<~SQL)
        NOT EXISTS (SELECT 1 FROM users WHERE users.id = user_custom_fields.user_id)
      SQL
    end
    private_class_method :identities
  end
end
