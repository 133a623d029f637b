# frozen_string_literal: true

module EncryptedMessages
  # What does not fit the keys, the roster or the posts of now is answered with a status of its own, whoever has found it.
  module ConflictAnswersExtension
    extend ActiveSupport::Concern

    prepended do
      rescue_from(StaleKeys) { |error| render_json_error(error.message, status: 409) }
      rescue_from(RosterChanged) do |error|
        render_json_error(error.message, status: 409, type: RosterChanged::TYPE)
      end
      rescue_from(StoredBefore) do |error|
        extras = { post_id: error.post_id }
        render_json_error(error.message, status: 409, type: StoredBefore::TYPE, extras:)
      end
    end
  end
end
