# frozen_string_literal: true

module EncryptedMessages
  # Rows that nobody needs, and that core did not delete: what they belonged to was deleted by SQL, around the models.
  module DeadRows
    # How many rows of each kind a day looks at.
    PORTION = 1000

    # Some of each kind, in turn.
    #
    # @param after [Hash{Symbol => Integer}] where the last time ended
    # @return [Array(Hash{Symbol => Integer}, Hash{Symbol => Integer})] how many rows of what were removed; where it ended
    def self.remove_some(after)
      ends = {}
      removed =
        kinds.to_h do |name, dead|
          ids = dead.klass.where(id: (after.fetch(name, 0) + 1)..).order(:id).limit(PORTION).ids
          ends[name] = ids.size < PORTION ? 0 : ids.last
          [name, dead.where(id: ids).delete_all]
        end
      [removed, ends]
    end

    # @return [Hash{Symbol => Integer}] how many rows of what were removed
    def self.remove_all
      { **kinds, identities: }.transform_values(&:delete_all)
    end

    def self.kinds
      {
        conversations: orphans(Conversation, :topic_id, Topic),
        keys: orphans(ConversationKey, :user_id, User),
        posts: orphans(EncryptedPost, :post_id, Post),
        impersonated_sessions: orphans(ImpersonatedSession, :user_auth_token_id, UserAuthToken),
        gone_granters: GoneGranter.unneeded,
      }
    end
    private_class_method :kinds

    # Deleted topics and posts are rows still.
    def self.orphans(model, column, owner)
      model.where(<<~SQL)
        NOT EXISTS (
          SELECT 1 FROM #{owner.table_name} AS owners WHERE owners.id = #{model.table_name}.#{column}
        )
      SQL
    end
    private_class_method :orphans

    # Of users whose rows were deleted around core.
    def self.identities
      orphans(UserCustomField.where(name: Identity::FIELDS), :user_id, User)
    end
    private_class_method :identities
  end
end
