# frozen_string_literal: true

module Jobs
  module EncryptedMessages
    # Runs while the plugin is switched off, too, since its guards stay.
    class CheckConsistency < ::Jobs::Scheduled
      every 1.day

      def execute(_args = {})
        ::EncryptedMessages::ConsistencyReport.make
      end
    end
  end
end
