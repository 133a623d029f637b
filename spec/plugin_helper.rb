# frozen_string_literal: true

Dir[File.join(__dir__, "support/**/*.rb")].sort.each { |file| require file }

RSpec.configure do |config|
  config.include EncryptedMessagesHelpers
  # Core's cache outlives an example, whose themes are rolled back.
  config.before { Theme.clear_cache! }
end
