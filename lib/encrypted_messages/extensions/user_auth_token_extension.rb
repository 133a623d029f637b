# frozen_string_literal: true

module EncryptedMessages
  # Core tells a login by which staff impersonate a member (`log_on_user(user, impersonate: true)`) from the member's own
  # here alone, and keeps nothing of it.
  module UserAuthTokenExtension
    def generate!(impersonate: false, **options)
      transaction do
        super.tap do |token|
          ImpersonatedSession.create!(user_auth_token_id: token.id) if impersonate
        end
      end
    end
  end
end
