# frozen_string_literal: true

module EncryptedMessages
  module UserExtension
    extend ActiveSupport::Concern

    # First of all: custom fields, which hold the cards, go with the account.
    prepended { before_destroy(prepend: true) { GoneGranter.keep(self) } }
  end
end
