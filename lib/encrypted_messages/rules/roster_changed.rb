# frozen_string_literal: true

module EncryptedMessages
  # Raised where what was sent does not fit the newest roster entry: others have written one since the sender's page looked,
  # or somebody has to. Answered with 409 and `error_type`, so that the page asks for the roster, verifies it, and tries
  # again; nothing is stored.
  class RosterChanged < StandardError
    TYPE = :roster_changed

    def initialize
      super(Refusal.text(TYPE))
    end
  end
end
