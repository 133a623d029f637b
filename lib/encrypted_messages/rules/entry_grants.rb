# frozen_string_literal: true

module EncryptedMessages
  # The grants that come with a roster entry: whether they are just those that it calls for (docs/protocol.md §8.4), and
  # their rows.
  class EntryGrants
    # @param given [Object] as it was sent: user id => epoch => grant
    # @param conversation [Conversation]
    # @param entry [SignedEntry]
    # @param change [NextEntry]
    def initialize(given, conversation:, entry:, change:)
      @given = given.is_a?(Hash) ? given.to_h.stringify_keys : {}
      @well_formed = @given.values.all?(Hash)
      @given = @given.transform_values { |grants| grants.to_h.stringify_keys } if @well_formed
      @conversation = conversation
      @entry = entry
      @change = change
    end

    # A new epoch's key is for each who is listed. Earlier ones are for who was added, as the inviter chooses: of all epochs
    # that the inviter can open, or of none; without a new epoch, of all. Who has other keys may be given those from any
    # epoch on: none of what they had not.
    def fit?
      @well_formed && (@given.keys - ids.map(&:to_s)).empty? && current_epoch_held? &&
        ids.all? { |id| epochs_fit?(id, epochs_given(id)) } &&
        @given.all? { |id, grants| valid?(id, grants) }
    end

    # Who is added gets what is given, and nothing that was left of an earlier time. Nobody else loses what they can open.
    def save
      keys.where(user_id: @change.added).delete_all
      @given.each do |id, grants|
        keep = openable_epochs(id.to_i)
        replaced = grants.except(*keep)
        keys.where(user_id: id.to_i, epoch: replaced.keys.map(&:to_i)).delete_all
        replaced.each do |epoch, encrypted_key|
          keys.create!(
            user_id: id.to_i,
            epoch: epoch.to_i,
            encrypted_key:,
            granted_by_id: @entry.signer_id,
          )
        end
      end
    end

    private

    def ids
      @entry.members.keys
    end

    def keys
      @conversation.keys
    end

    def epochs_given(id)
      (@given[id.to_s] || {}).keys.sort_by(&:to_i)
    end

    # Without it nobody could be given the key that the entry goes on with.
    def current_epoch_held?
      @change.next_epoch? || @change.added.empty? || earlier_epochs.include?(@entry.epoch.to_s)
    end

    def epochs_fit?(id, given)
      now = @change.next_epoch? ? [@entry.epoch.to_s] : []
      past = given - now
      return false if given != past + now
      return past == earlier_epochs || (now.any? && past.empty?) if @change.added.include?(id)
      past == (@change.replaced.include?(id) ? earlier_epochs.last(past.size) : [])
    end

    def earlier_epochs
      @earlier_epochs ||= openable_epochs(@entry.signer_id).sort_by(&:to_i)
    end

    # Those whose key the member can open: it is for keys that they have, or that have vouched for these.
    def openable_epochs(user_id)
      rows = keys.where(user_id:).pluck(:epoch, :encrypted_key)
      own = rows.any? ? Vouches.fingerprints(user_id) : []
      rows.filter_map { |epoch, grant| epoch.to_s if own.include?(Grant.member_fingerprint(grant)) }
    end

    def valid?(id, grants)
      grants.all? do |epoch, grant|
        Grant.for?(grant, entry: @entry, epoch: epoch.to_i, member_id: id.to_i)
      end
    end
  end
end
