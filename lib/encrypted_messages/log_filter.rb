# frozen_string_literal: true

module EncryptedMessages
  # Keeps what only members should see out of the request logs. Except for mails it is public or encrypted anyway, but
  # logs are kept longer and read by more people than the database.
  module LogFilter
    # Whole names, so that core's own parameters, such as those of user cards, stay readable.
    PARAMETERS = [
      /\Aaddress_book\z/,
      /\Abackup\z/,
      /\Abags\z/,
      # Core's mail receiver sends mails in a request.
      /\Aemail_encoded\z/,
      /\Acard\z/,
      /\Aencrypted_entry\z/,
      /\Aencrypted_keys\z/,
      /\Aencrypted_title\z/,
      /\Aentry\z/,
      /\Aparts\z/,
      /\Asecret\z/,
      /\Arecovery_key\z/,
    ].freeze

    # @param config [Rails::Application::Configuration]
    def self.install(config)
      config.filter_parameters |= PARAMETERS
    end
  end
end
