# frozen_string_literal: true

class ApplicationController < ActionController::Base
  include CurrentUser
  include JsonError
  include ErrorRescuing

  serialization_scope :guardian
  protect_from_forgery
  layout "application"
  content_security_policy(false, unless: -> { SiteSetting.content_security_policy })

  before_action :set_current_user_for_logs
  before_action :clear_notifications
  around_action :with_resolved_locale
  before_action :redirect_to_login_if_required
  before_action :block_if_requires_login
  before_action :preload_json
  before_action :check_xhr
  after_action :dont_cache_page

  helper ApplicationHelper
  helper_method :preloaded_data, :current_user

  # The endpoints of a disabled plugin do not exist.
  def self.requires_plugin(plugin_name)
    before_action do
      plugin = Discourse.plugins_by_name[plugin_name]
      raise "Required plugin '#{plugin_name}' not found" if !plugin && Rails.env.test?
      raise PluginDisabled if plugin && !plugin.enabled?
    end
  end

  # @param arg `except:` or `only:` with names of actions
  def self.requires_login(arg = {})
    @requires_login_arg = arg
  end

  def self.requires_login_arg
    @requires_login_arg
  end

  # An API key is secret, so it needs no token against forgery.
  def handle_unverified_request
    return if is_api? || is_user_api?

    super
    request.env[Auth::DefaultCurrentUserProvider::CURRENT_USER_KEY] = nil
    render plain: '["BAD CSRF"]', status: :forbidden
  end

  def guardian
    @guardian = Guardian.new(current_user, request) if @guardian&.user.blank? &&
      current_user.present?
    @guardian ||= Guardian.new(current_user, request)
  end

  def serialize_data(object, serializer, opts = {})
    opts = { scope: guardian }.merge(opts || {})
    return serializer.new(object, opts).as_json if !object.respond_to?(:to_ary)
    ActiveModel::ArraySerializer.new(object.to_ary, opts.merge(each_serializer: serializer)).as_json
  end

  def render_serialized(object, serializer, opts = {})
    render_json_dump(serialize_data(object, serializer, opts), opts)
  end

  def render_json_dump(object, opts = {})
    render json: MultiJson.dump(object), status: opts[:status] || 200
  end

  def success_json
    { success: "OK" }
  end

  def failed_json
    { failed: "FAILED" }
  end

  # @raise Discourse::NotFound
  def fetch_user_from_params(*)
    user = User.find_by_username(params[:username].to_s.delete_suffix(".json"))
    raise Discourse::NotFound if !user || (!user.active? && !current_user&.staff?)
    user
  end

  private

  # What a service is called with.
  def service_params
    { params: params.to_unsafe_h, guardian: }
  end

  # Everything is said in the member's language, or else in the site's.
  def with_resolved_locale(check_current_user: true, &block)
    user = current_user if check_current_user
    locale = user ? user.effective_locale : SiteSetting.default_locale
    locale = "en" if !I18n.locale_available?(locale)
    I18n.with_locale(locale, &block)
  end

  # What the page carries along, so that its first screen needs no request.
  def preloaded_data
    @preloaded_data ||= ApplicationLayoutPreloader.new(guardian).data
  end

  def store_preloaded(key, json)
    @preloaded_data = preloaded_data.merge(key => json)
  end

  def preload_json
    @wants_preload = request.get? && !json_wanted?
  end

  def set_current_user_for_logs
    response.headers["X-Discourse-Username"] = current_user.username if current_user
    response.headers["X-Discourse-Route"] = "#{controller_path}/#{action_name}"
  end

  def clear_notifications
    ids = request.headers["Discourse-Clear-Notifications"].to_s.split(",").map(&:to_i)
    return if !current_user || ids.empty?
    Notification.read(current_user, ids)
    current_user.publish_notifications_state
  end

  def redirect_to_login_if_required
    return if current_user || !SiteSetting.login_required?
    raise Discourse::NotLoggedIn if json_wanted? || !request.get?
    redirect_to "/login" if request.path != "/login" && request.path != "/"
  end

  def block_if_requires_login
    arg = self.class.requires_login_arg or return
    action = action_name.to_sym
    return if arg[:except]&.include?(action)
    return if arg[:only]&.exclude?(action)
    ensure_logged_in
  end

  def ensure_logged_in
    raise Discourse::NotLoggedIn if current_user.blank?
  end

  def ensure_staff
    raise Discourse::InvalidAccess if !current_user&.staff?
  end

  def ensure_admin
    raise Discourse::InvalidAccess if !current_user&.admin?
  end

  def check_xhr
    return if !request.get? && (is_api? || is_user_api?)
    raise RenderEmpty if !json_wanted?
  end

  def dont_cache_page
    return if response.headers["Cache-Control"].present?
    response.headers["Cache-Control"] = "no-cache, no-store"
  end

  def render_post_json(post, add_raw: true)
    serializer = PostSerializer.new(post, scope: guardian, root: false, add_raw: add_raw)
    serializer.topic_view = nil
    render_json_dump(serializer.as_json)
  end
end
