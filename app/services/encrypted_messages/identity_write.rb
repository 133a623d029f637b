# frozen_string_literal: true

module EncryptedMessages
  # What storing an identity and replacing it have in common: what is sent, and that one device at a time writes, which
  # has seen what it writes over. The service lists what is its own in between.
  module IdentityWrite
    extend ActiveSupport::Concern

    COUNT = /\A\d{1,9}\z/

    included do
      include Service::Base

      params do
        attribute :card, :string
        attribute :backup, :string
        # The one that this client last saw, 0 when it saw none.
        attribute :version, :string
        # The one it saw earlier, where it puts back what was lost since.
        attribute :at_least, :string, default: "0"

        validates :card, presence: true
        validates :version, :at_least, format: { with: COUNT }
        validate { errors.add(:backup, :invalid) unless Identity.backup?(backup) }
      end
      policy :own_card
    end

    private

    def own_card(guardian:, params:)
      Card.for?(params.card, guardian.user.id)
    end

    # Two devices that write at once are put in order.
    def lock_member(guardian:)
      Identity.lock(guardian.user)
    end

    # No `model`, to which an error of the database's is a row that is not there.
    def read_stored(guardian:)
      context[:stored] = Identity.new(guardian.user).stored
    end

    # Or another device wrote in between.
    def seen_version(params:, stored:)
      params.version.to_i == stored[:version]
    end

    # @param fields [Hash{String => String}]
    def write_fields(fields)
      params = context.params
      context[:version] = [params.version, params.at_least].map(&:to_i).max + 1
      Identity.write(context.guardian.user, { **fields, Identity::VERSION => context.version })
    end
  end
end
