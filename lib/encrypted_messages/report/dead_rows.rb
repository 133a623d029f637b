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
        kinds.to_h do |name, (model, column, owner)|
          portion = model.where(id: (after.fetch(name, 0) + 1)..).order(:id).limit(PORTION).ids
          ends[name] = portion.size < PORTION ? 0 : portion.last
          rows = model.where(id: portion)
          [name, (owner ? orphans_among(rows, column, owner) : rows.unneeded).delete_all]
        end
      [removed, ends]
    end

    # @return [Hash{Symbol => Integer}] how many rows of what were removed
    def self.remove_all
      identities = [UserCustomField.where(name: Identity::FIELDS), :user_id, User]
      { **kinds, identities: }.transform_values do |model, column, owner|
        (owner ? orphans(model, column, owner) : model.unneeded).delete_all
      end
    end

    # Name => what belongs, by which column, to what. Cards of accounts that are gone serve others' keys.
    def self.kinds
      {
        conversations: [Conversation, :topic_id, Topic],
        keys: [ConversationKey, :user_id, User],
        posts: [EncryptedPost, :post_id, Post],
        impersonated_sessions: [ImpersonatedSession, :user_auth_token_id, UserAuthToken],
        gone_granters: [GoneGranter],
      }
    end
    private_class_method :kinds

    # Asked by the owners' ids, as PostgreSQL would read a large table whole for a join. Deleted topics and posts are
    # rows still.
    def self.orphans_among(rows, column, owner)
      ids = rows.distinct.pluck(column)
      rows.where(column => ids - owner.unscoped.where(id: ids).ids)
    end
    private_class_method :orphans_among

    def self.orphans(model, column, owner)
      model.where(<<~SQL)
        NOT EXISTS (SELECT 1 FROM #{owner.table_name} AS owners WHERE owners.id = #{column})
      SQL
    end
    private_class_method :orphans
  end
end
