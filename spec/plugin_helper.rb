# frozen_string_literal: true

Dir[File.join(__dir__, "support/**/*.rb")].sort.each { |file| require file }

RSpec.configure { |config| config.include EncryptedMessagesHelpers }
