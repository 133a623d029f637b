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
      rows = @given.flat_map { |id, grants| rows_of(id.to_i, grants) }
      return if rows.empty?
      keys.where(%i[user_id epoch] => rows.map { |row| row.values_at(:user_id, :epoch) }).delete_all
      ConversationKey.add(@conversation.topic_id, rows)
    end

    private

    def ids
      @entry.members.keys
    end

    def keys
      @conversation.keys
    end

    # Without what the member can open already.
    def rows_of(user_id, grants)
      grants
        .except(*held_before[user_id])
        .map do |epoch, encrypted_key|
          { user_id:, epoch: epoch.to_i, encrypted_key:, granted_by_id: @entry.signer_id }
        end
    end

    # Of the epochs that are given, once who is added has lost theirs.
    def held_before
      @held_before ||=
        begin
          epochs = @given.values.flat_map(&:keys).map(&:to_i).uniq
          openable_epochs(@given.keys.map(&:to_i), keys.where(epoch: epochs))
        end
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
      signer_id = @entry.signer_id
      @earlier_epochs ||= openable_epochs([signer_id], keys)[signer_id].to_a.sort_by(&:to_i)
    end

    # Those whose key the member can open: it is for keys that they have, or that have vouched for these.
    #
    # @return [Hash{Integer => Array<String>}] by user id
    def openable_epochs(user_ids, among)
      rows = among.where(user_id: user_ids).pluck(:user_id, :epoch, :encrypted_key)
      own = Vouches.of_current(rows.map(&:first).uniq)
      rows
        .select { |id, _, grant| own[id].include?(Grant.member_fingerprint(grant)) }
        .group_by(&:first)
        .transform_values { |each| each.map { |_, epoch| epoch.to_s } }
    end

    def valid?(id, grants)
      grants.all? do |epoch, grant|
        Grant.for?(grant, entry: @entry, epoch: epoch.to_i, member_id: id.to_i)
      end
    end
  end
end
