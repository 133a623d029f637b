# frozen_string_literal: true

module EncryptedMessages
  # Whether a request comes from the member, and not from staff who impersonate them. Core has two ways of
  # impersonating: within the staff member's own login, whose token then belongs to somebody else than the current user;
  # or by a new login as the member, which `UserAuthTokenExtension` records.
  module OwnLogin
    # Only the member may handle their keys. (Requests with an API key, or to a message bus on another host, have no
    # login at all.)
    #
    # @param request [ActionDispatch::Request] whose current user was looked up already
    # @param user [User] who is logged in
    # @raise [Discourse::InvalidAccess] answered with 403; with the reason where staff impersonate
    def self.ensure!(request, user)
      raise Discourse::InvalidAccess if token(request).nil?
      raise Refusal.access(:impersonated) if impersonated?(request, user)
    end

    def self.impersonated?(request, user)
      token = token(request)
      return false if token.nil?
      token.user_id != user.id || ImpersonatedSession.exists?(user_auth_token_id: token.id)
    end

    def self.token(request)
      request.env[Auth::DefaultCurrentUserProvider::USER_TOKEN_KEY]
    end
    private_class_method :token
  end
end
