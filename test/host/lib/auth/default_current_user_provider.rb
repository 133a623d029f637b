# frozen_string_literal: true

module Auth
  # Who makes the request: by the login cookie or by an API key in the headers.
  class DefaultCurrentUserProvider
    TOKEN_COOKIE = "_t"
    API_KEY_ENV = "_DISCOURSE_API"
    USER_API_KEY_ENV = "_DISCOURSE_USER_API"
    CURRENT_USER_KEY = "_DISCOURSE_CURRENT_USER"
    USER_TOKEN_KEY = "_DISCOURSE_USER_TOKEN"
    BAD_TOKEN = "_DISCOURSE_BAD_TOKEN"
    IMPERSONATION_LIFETIME = 1.hour
    COOKIE_LIFETIME = 60.days

    def initialize(env)
      @env = env
      @request = ActionDispatch::Request.new(env)
    end

    # @raise Discourse::InvalidAccess for a wrong API key
    def current_user
      return @env[CURRENT_USER_KEY] if @env.key?(CURRENT_USER_KEY)

      user = key_owner || cookie_user
      user = nil if user && (!user.active? || user.suspended?)
      @env[CURRENT_USER_KEY] = user
    end

    # @param opts `impersonate: true` where staff log in as somebody else
    def log_on_user(user, _session, cookie_jar, opts = {})
      @env[USER_TOKEN_KEY] = token =
        UserAuthToken.generate!(
          user_id: user.id,
          staff: user.staff?,
          impersonate: opts[:impersonate],
        )
      cookie_jar.encrypted[TOKEN_COOKIE] = {
        value: token.unhashed_auth_token,
        httponly: true,
        secure: SiteSetting.force_https,
        expires: COOKIE_LIFETIME.from_now,
        same_site: :lax,
      }
      @env[CURRENT_USER_KEY] = user
    end

    def log_off_user(session, cookie_jar)
      UserAuthToken.lookup(cookie_jar.encrypted[TOKEN_COOKIE])&.destroy!
      cookie_jar.delete(TOKEN_COOKIE)
      session.clear
      @env.delete(CURRENT_USER_KEY)
    end

    # The login stays; who is logged in is somebody else for a while.
    def start_impersonating_user(user)
      current_user
      @env[USER_TOKEN_KEY].update!(
        impersonated_user_id: user.id,
        impersonation_expires_at: IMPERSONATION_LIFETIME.from_now,
      )
    end

    def is_api?
      current_user
      !!@env[API_KEY_ENV]
    end

    def is_user_api?
      current_user
      !!@env[USER_API_KEY_ENV]
    end

    private

    def key_owner
      return api_user if @request.headers["Api-Key"].present?
      user_api_user if @request.headers["User-Api-Key"].present?
    end

    # A page that takes itself for logged in, with a cookie that is none or no good, is told so.
    def cookie_user
      cookie = @request.cookie_jar.encrypted[TOKEN_COOKIE]
      @env[USER_TOKEN_KEY] = token = UserAuthToken.lookup(cookie)
      @env[BAD_TOKEN] = true if token.nil? && (cookie || @env["HTTP_DISCOURSE_LOGGED_IN"])
      token&.user
    end

    def user_api_user
      key = UserApiKey.active.with_key(@request.headers["User-Api-Key"]).first
      raise Discourse::InvalidAccess if !key
      key.ensure_allowed!(@env)
      key.update_columns(last_used_at: Time.zone.now)
      @env[USER_API_KEY_ENV] = true
      key.user
    end

    def api_user
      api_key = ApiKey.active.with_key(@request.headers["Api-Key"]).first
      username = @request.headers["Api-Username"]
      raise Discourse::InvalidAccess if !api_key
      if api_key.user && username.present? && api_key.user.username_lower != username.downcase
        raise Discourse::InvalidAccess
      end

      user = api_key.user || User.find_by_username(username.presence || "system")
      raise Discourse::InvalidAccess if !user
      @env[API_KEY_ENV] = true
      api_key.update_columns(last_used_at: Time.zone.now)
      user
    end
  end
end
