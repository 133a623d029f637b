# frozen_string_literal: true

module EncryptedMessages
  # Whether a request is the member's own. Staff impersonate a member in one of two ways of core's: within their own
  # login, whose token then belongs to somebody else than who is logged in; or by a login of the member's, which
  # `UserAuthTokenExtension` takes note of.
  module OwnLogin
    # Keys are a member's own. (An API key has no login, and neither has a message bus on another host.)
    #
    # @param request [ActionDispatch::Request] whose user was looked up
    # @param user [User] who is logged in
    # @raise [Discourse::InvalidAccess] answered with 403, and the reason where staff impersonate
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
