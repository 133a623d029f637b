# frozen_string_literal: true

module CurrentUser
  def self.lookup_from_env(env)
    Discourse.current_user_provider.new(env).current_user
  end

  def log_on_user(user, opts = {})
    current_user_provider.log_on_user(user, session, cookies, opts)
    user.update_columns(last_seen_at: Time.zone.now)
  end

  def log_off_user
    current_user_provider.log_off_user(session, cookies)
  end

  def start_impersonating_user(user)
    current_user_provider.start_impersonating_user(user)
  end

  def current_user
    current_user_provider.current_user
  end

  def is_api?
    current_user_provider.is_api?
  end

  def is_user_api?
    current_user_provider.is_user_api?
  end

  private

  def current_user_provider
    @current_user_provider ||= Discourse.current_user_provider.new(request.env)
  end
end
