# frozen_string_literal: true

module EncryptedMessages
  # Stores the username that a member has signed (docs/protocol.md §6.3), in the place of the one before.
  #
  # @example
  #   EncryptedMessages::PublishName.call(guardian:, params: { name: })
  class PublishName
    include Service::Base

    params do
      attribute :name, :string

      validates :name, presence: true
    end

    transaction do
      step :lock_member
      step :read_card
      policy :signed
      policy :fresh
      step :write
    end

    private

    def lock_member(guardian:)
      Identity.lock(guardian.user)
    end

    # Not a `model` step, which would take a database error for a missing record.
    def read_card(guardian:)
      context[:card] = Identity.cards([guardian.user.id])[guardian.user.id]
    end

    def signed(guardian:, params:, card:)
      card.present? && SignedName.open(params.name, guardian.user.id, card).present?
    end

    def fresh(guardian:, params:)
      Identity.new(guardian.user).takes_name?(params.name)
    end

    def write(guardian:, params:)
      Identity.write(guardian.user, Identity::NAME => params.name)
    end
  end
end
