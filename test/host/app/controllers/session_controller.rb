# frozen_string_literal: true

class SessionController < ApplicationController
  skip_before_action :check_xhr, only: %i[become]
  skip_before_action :verify_authenticity_token, only: %i[become], raise: false

  def csrf
    render json: { csrf: form_authenticity_token }
  end

  def create
    params.require(:login)
    params.require(:password)
    RateLimiter.new(nil, "login-min-#{request.remote_ip}", 30, 1.minute).performed!

    user = User.find_by_username_or_email(params[:login].to_s.strip.delete_prefix("@"))
    if !user&.active? || user.suspended? || !user.confirm_password?(params[:password].to_s)
      return render json: { error: I18n.t("login.incorrect_username_email_or_password") }
    end

    log_on_user(user)
    render_serialized(user, UserSerializer)
  end

  def current
    raise Discourse::NotFound if !current_user
    render_serialized(current_user, CurrentUserSerializer, root: "current_user")
  end

  def destroy
    log_off_user
    redirect_url = "/"
    request.xhr? ? render(json: { redirect_url: redirect_url }) : redirect_to(redirect_url)
  end

  # For specs and development alone.
  def become
    raise Discourse::InvalidAccess if !Rails.env.local?
    user = User.find_by_username(params[:session_id])
    raise Discourse::NotFound if user.blank?

    log_on_user(user)
    if params[:redirect] == "false"
      return render plain: "Signed in to #{user.username} successfully"
    end
    redirect_to "/"
  end
end
