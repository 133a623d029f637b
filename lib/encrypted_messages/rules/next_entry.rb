# frozen_string_literal: true

module EncryptedMessages
  # Whether a roster entry may follow another (docs/protocol.md §8.2), as each client asks before it takes one: an entry that
  # they refuse would end the conversation for all.
  class NextEntry
    # @param entry [SignedEntry]
    # @param before [SignedEntry] the newest that is stored
    def initialize(entry, before)
      @entry = entry
      @before = before
    end

    # @raise [RosterChanged] where another entry was written since the sender's page looked
    def ensure_newest!
      raise RosterChanged if !linked?
    end

    def linked?
      @entry.sequence == @before.sequence + 1 && @entry.before == @before.digest
    end

    # @param signer_id [Integer] of who sends it, who has a card
    def valid?(signer_id)
      card = Identity.cards([signer_id])[signer_id]
      @entry.signer_id == signer_id && Card.fingerprint(card) == @entry.signer_fingerprint &&
        follows?
    end

    # Whoever brings it: with which of their keys the signer has signed it is for the signer.
    def follows?
      @entry.conversation_id == @before.conversation_id && epoch_fits? && @entry.signer_listed? &&
        took_part? && signed?
    end

    # Whether just those take part whom it lists, as far as it says anything of them: whom it lists does, and whom it no
    # longer lists does not, or has no keys any more, or other ones without a word of those that were listed.
    #
    # @param ids [Array<Integer>] of whom core shows as taking part
    # @param left_out [Array<Integer>] whom it is to drop whatever their keys
    def fits_members?(ids, left_out = [])
      return false if (@entry.members.keys - ids).any?
      # The keys that these have by now, and those that they have vouched for.
      kept = Vouches.of_current((dropped & ids) - left_out)
      kept.none? { |id, fingerprints| fingerprints.include?(@before.members[id]) }
    end

    # Readers keep and verify every entry for ever, so one that says nothing new is taken only where it lets somebody in.
    def anything?
      next_epoch? || @entry.members != @before.members
    end

    def next_epoch?
      @entry.epoch == @before.epoch + 1
    end

    # @return [Array<Integer>] ids of those who are listed now, and were not
    def added
      @entry.members.keys - @before.members.keys
    end

    # @return [Array<Integer>] ids of those who are listed with other keys than before
    def replaced
      @entry.members.keys.select do |id|
        @before.members.key?(id) && @before.members[id] != @entry.members[id]
      end
    end

    # @return [Array<Integer>] ids of those who are listed no longer
    def dropped
      @before.members.keys - @entry.members.keys
    end

    private

    # A key of an epoch is never exchanged, and whoever goes takes none of the next one along.
    def epoch_fits?
      same_key = @entry.commitment == @before.commitment
      return !same_key if next_epoch?
      @entry.epoch == @before.epoch && same_key && dropped.empty? && replaced.empty?
    end

    # With these keys, or with some that have vouched for them.
    def took_part?
      signer_id = @entry.signer_id
      Vouches.fingerprints(signer_id, @entry.signer_fingerprint).include?(
        @before.members[signer_id],
      )
    end

    def signed?
      cards = Identity.all_cards([@entry.signer_id])[@entry.signer_id] || []
      card = cards.find { |each| Card.fingerprint(each) == @entry.signer_fingerprint }
      card.present? && @entry.signed_with?(card)
    end
  end
end
