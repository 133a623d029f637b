# frozen_string_literal: true

module EncryptedMessages
  # Removes rows whose owner was deleted by SQL, so that Rails could not delete them along.
  module DeadRows
    # How many rows of each kind are looked at in a day.
    PORTION = 1000

    # Looks at some rows of each kind, continuing where it ended the last time.
    #
    # @param after [Hash{Symbol => Integer}] where the last time ended
    # @return [Array(Hash{Symbol => Integer}, Hash{Symbol => Integer})] how many rows of what were removed; where it ended
    def self.remove_some(after)
      ends = {}
      removed =
        kinds.to_h do |name, (model, column, owner)|
          key = model.primary_key
          portion = model.where(key => (after.fetch(name, 0) + 1)..).order(key).limit(PORTION).ids
          ends[name] = portion.size < PORTION ? 0 : portion.last
          rows = model.where(key => portion)
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

    # Name => model, the column that names its owner, and the owner's model. (Cards of deleted accounts have no owner;
    # the keys that need them decide.)
    def self.kinds
      {
        conversations: [Conversation, :topic_id, Topic],
        keys: [ConversationKey, :user_id, User],
        address_book_parts: [AddressBookPart, :user_id, User],
        posts: [EncryptedPost, :post_id, Post],
        impersonated_sessions: [ImpersonatedSession, :user_auth_token_id, UserAuthToken],
        gone_members: [GoneMember],
      }
    end
    private_class_method :kinds

    # Compares ids instead of joining, since PostgreSQL would read a large table whole for the join. Topics and posts
    # that core has only marked as deleted still count as owners.
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
