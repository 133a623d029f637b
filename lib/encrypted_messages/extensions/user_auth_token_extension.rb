# frozen_string_literal: true

module EncryptedMessages
  # Only here does core distinguish a login by which staff impersonate a member (`log_on_user(user, impersonate: true)`)
  # from the member's own, and it stores nothing about that. So this stores it.
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
