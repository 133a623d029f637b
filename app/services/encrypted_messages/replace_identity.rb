# frozen_string_literal: true

module EncryptedMessages
  # Replaces a member's keys (docs/protocol.md §6.1, §6.2): the stored card becomes an earlier one. Drafts come along where
  # its keys vouch for the new ones; where encryption was reset, nobody could open them any more, and they go.
  #
  # @example
  #   EncryptedMessages::ReplaceIdentity.call(guardian:, params: { card:, backup:, version: 3, address_book: })
  class ReplaceIdentity
    include IdentityWrite

    transaction do
      step :lock_member
      step :read_stored
      policy :seen_version
      policy :names_stored_card
      policy :vouch_holds
      policy :follows_address_book
      policy :seen_drafts
      step :renew_drafts
      step :drop_address_book
      step :drop_key_bags
      step :write_address_book
      step :write
      step :drop_earlier_name
    end
    step :tell_open_pages

    private

    def names_stored_card(params:, stored:)
      replaced = stored[:card] && Card.fingerprint(stored[:card])
      replaced.present? && Card.replaces(params.card) == replaced
    end

    # Clients refuse all cards of a member of whom one has a vouch that does not hold.
    def vouch_holds(guardian:, params:, stored:)
      !Card.vouched?(params.card) || Card.vouched_by?(params.card, stored[:card], guardian.user.id)
    end

    # None is lost that was saved since this client asked.
    def seen_drafts(guardian:, params:)
      context[:own_drafts] = OwnDrafts.new(guardian.user)
      !Card.vouched?(params.card) || context.own_drafts.seen?(params.drafts)
    end

    def renew_drafts(params:, own_drafts:)
      own_drafts.renew(Card.vouched?(params.card) ? params.drafts : nil)
    end

    # Under the new account key all of it is sealed anew; and none that was written under another goes with these keys.
    def drop_address_book(guardian:)
      AddressBook.new(guardian.user).drop
    end

    # They are under the former account key, too.
    def drop_key_bags(guardian:)
      ConversationKey.drop_bags(guardian.user.id)
    end

    def write(guardian:, params:, stored:)
      earlier = [stored[:card], *Identity.new(guardian.user).earlier_cards]
      write_fields(
        Identity::CARD => params.card,
        Identity::BACKUP => params.backup,
        Identity::EARLIER_CARDS => earlier.first(Identity::MAX_EARLIER_CARDS).join(" "),
      )
    end

    # The earlier keys have signed it.
    def drop_earlier_name(guardian:, params:)
      Identity.drop_name(guardian.user, except: params.name)
    end

    # Open pages must stop using the earlier keys, or they would sign with them.
    def tell_open_pages(guardian:, params:)
      MessageBus.publish(
        Identity.channel(guardian.user),
        { fingerprint: Card.fingerprint(params.card) },
        user_ids: [guardian.user.id],
      )
    end
  end
end
