# frozen_string_literal: true

module EncryptedMessages
  # A member's own address book, which only their own devices can read. No parameter can name another member.
  class AddressBookController < BaseController
    READS_PER_MINUTE = 60
    WRITES_PER_MINUTE = 30

    before_action :ensure_own_login

    # GET /encrypted-messages/address-book.json, perhaps with `since`, a version: what was written after it
    def show
      limit_rate("address-book-reads", READS_PER_MINUTE, 1.minute)

      since = params.fetch(:since, "0")
      raise Discourse::InvalidParameters.new(:since) if !SealedBook.count?(since)
      found = AddressBook.new(current_user).since(since.to_i)
      raise Discourse::NotFound if found[:version] == 0
      render json: found
    end

    # PUT /encrypted-messages/address-book.json
    def update
      limit_rate("address-book-writes", WRITES_PER_MINUTE, 1.minute)

      WriteAddressBook.call(service_params) do
        on_success { |address_book:| render json: { version: address_book.version } }
        on_failed_policy(:well_formed) { raise Discourse::InvalidParameters.new(:parts) }
        on_failed_policy(:has_identity) { raise Discourse::NotFound }
        on_failed_policy(:follows_stored) { refuse_address_book }
        on_failure { raise Discourse::InvalidAccess }
      end
    end
  end
end
