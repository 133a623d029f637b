# frozen_string_literal: true

module EncryptedMessages
  # What does not fit the keys or the roster of now is answered with a status of its own, whoever has found it.
  module ConflictAnswersExtension
    extend ActiveSupport::Concern

    prepended do
      rescue_from(StaleKeys) { |error| render_json_error(error.message, status: 409) }
      rescue_from(RosterChanged) do |error|
        render_json_error(error.message, status: 409, type: RosterChanged::TYPE)
      end
    end
  end
end
