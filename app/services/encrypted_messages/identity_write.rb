# frozen_string_literal: true

module EncryptedMessages
  # What storing an identity and replacing it have in common: the parameters, and that devices write one at a time, each
  # only if it has seen what it overwrites. The service lists its own steps in between.
  module IdentityWrite
    extend ActiveSupport::Concern

    COUNT = /\A\d{1,9}\z/

    included do
      include Service::Base

      params do
        attribute :card, :string
        attribute :backup, :string
        # The username, signed with the card's key.
        attribute :name, :string
        # The version that this client last saw, 0 when it saw none.
        attribute :version, :string
        # The version it saw earlier, where it restores what was lost since.
        attribute :at_least, :string, default: "0"
        # `version` and `parts`, as `WriteAddressBook` takes them. Only who puts back what was lost may have none to send.
        attribute :address_book
        # The member's drafts, encrypted anew, by core's key: where keys are replaced that vouch for the new ones.
        attribute :drafts

        validates :card, presence: true
        validates :version, :at_least, format: { with: COUNT }
        validate { errors.add(:backup, :invalid) unless Identity.backup?(backup) }
      end
      policy :own_card
      policy :own_address_book
      policy :own_name
    end

    private

    def own_card(guardian:, params:)
      Card.valid?(params.card, guardian.user.id)
    end

    def own_address_book(guardian:, params:)
      sent = params.address_book
      return puts_back? if sent.nil?
      context[:address_book] = SealedBook.parse(sent, guardian.user.id)
    rescue Wire::Malformed
      false
    end

    def own_name(guardian:, params:)
      params.name.blank? || SignedName.open(params.name, guardian.user.id, params.card).present?
    end

    # Devices that write at the same time wait for each other.
    def lock_member(guardian:)
      Identity.lock(guardian.user)
    end

    # Not a `model` step, which would take a database error for a missing record.
    def read_stored(guardian:)
      context[:stored] = Identity.new(guardian.user).stored
    end

    # Fails if another device has written in between.
    def seen_version(params:, stored:)
      params.version.to_i == stored[:version]
    end

    def puts_back?
      context.params.at_least.to_i > 0
    end

    # Fails if another device has written the address book in between, or if there would be none.
    def follows_address_book(guardian:)
      book = AddressBook.new(guardian.user)
      sent = context[:address_book]
      sent ? book.followed_by?(sent) : book.version > 0
    end

    def write_address_book(guardian:)
      sent = context[:address_book]
      AddressBook.new(guardian.user).write(sent) if sent
    end

    # A name that the member does not have any more is left out: the page that has sent it learns of that, and signs the
    # new one, when it is loaded again.
    #
    # @param fields [Hash{String => String}]
    def write_fields(fields)
      params = context.params
      user = context.guardian.user
      context[:version] = [params.version, params.at_least].map(&:to_i).max + 1
      if params.name.present? && Identity.new(user).takes_name?(params.name)
        fields = { **fields, Identity::NAME => params.name }
      end
      Identity.write(user, { **fields, Identity::VERSION => context.version })
    end
  end
end
