# frozen_string_literal: true

module EncryptedMessages
  # What a member's row in core must not take along, or must.
  module UserExtension
    extend ActiveSupport::Concern

    # First of all: custom fields, which hold the cards, go with the account.
    prepended { before_destroy(prepend: true) { GoneGranter.keep(self) } }

    # Core reads and writes all custom fields of a member through this. An instance that was read some time ago
    # deletes, with any save, the rows that it does not know, and puts back the values that it does (`save_custom_fields`;
    # logging in by DiscourseConnect is one). So it is shown none of those that hold keys: `Identity` reads and writes
    # them. With the account they go by the association itself, which this does not change.
    def _custom_fields
      super.where.not(name: Identity::FIELDS)
    end
  end
end
