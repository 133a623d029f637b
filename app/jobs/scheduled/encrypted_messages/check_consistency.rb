# frozen_string_literal: true

module Jobs
  module EncryptedMessages
    # Goes on while the plugin is switched off: its guards do, too.
    class CheckConsistency < ::Jobs::Scheduled
      every 1.day

      def execute(_args = {})
        ::EncryptedMessages::ConsistencyReport.make
      end
    end
  end
end
