# frozen_string_literal: true

require_relative "support/encrypted_messages_helpers"

RSpec.configure { |config| config.include EncryptedMessagesHelpers }
