# frozen_string_literal: true

module EncryptedMessages
  # Keeps what only members should see out of the request logs (R18, R23). All of it but the mails is
  # public or encrypted already, but a log is kept longer and read by more people than the database.
  module LogFilter
    # Whole names, so that core's own parameters (a user card's, say) stay readable.
    PARAMETERS = [
      /\Abackup\z/,
      # Core's mail receiver hands mails over in a request.
      /\Aemail_encoded\z/,
      /\Acard\z/,
      /\Aencrypted_keys\z/,
      /\Aencrypted_title\z/,
      /\Asecret\z/,
      /\Arecovery_key\z/,
    ].freeze

    # @param config [Rails::Application::Configuration]
    def self.install(config)
      config.filter_parameters |= PARAMETERS
    end
  end
end
