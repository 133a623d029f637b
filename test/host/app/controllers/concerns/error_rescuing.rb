# frozen_string_literal: true

# Which error becomes which status and JSON.
module ErrorRescuing
  extend ActiveSupport::Concern

  class PluginDisabled < StandardError
  end

  class RenderEmpty < StandardError
  end

  included do
    # A page visited in the browser: the shell, whose client then asks for JSON.
    rescue_from(RenderEmpty) { with_resolved_locale { render "default/empty" } }

    rescue_from(ActionController::ParameterMissing) { |e| render_json_error e.message, status: 400 }

    rescue_from(ActionController::RoutingError, PluginDisabled) do
      rescue_discourse_actions(:not_found, 404)
    end

    rescue_from(ActiveModel::RangeError) { rescue_discourse_actions(:not_found, 404) }

    rescue_from ActiveRecord::RecordInvalid do |e|
      raise e if !request.format&.json?
      render_json_error e, type: :record_invalid, status: 422
    end

    rescue_from RateLimiter::LimitExceeded do |e|
      headers = { "Retry-After": e.available_in.to_s }
      extras = { wait_seconds: e.available_in, time_left: e.time_left }
      render_json_error e.description, type: :rate_limit, status: 429, extras:, headers:
    end

    rescue_from Discourse::NotLoggedIn do
      if json_wanted? || !request.get?
        rescue_discourse_actions(:not_logged_in, 403)
      else
        rescue_discourse_actions(:not_found, 404)
      end
    end

    rescue_from Discourse::InvalidParameters do |e|
      opts = { custom_message: "invalid_params", custom_message_params: { message: e.message } }
      rescue_discourse_actions(:invalid_parameters, 400, opts)
    end

    rescue_from Discourse::NotFound do |e|
      rescue_discourse_actions(:not_found, e.status, custom_message: e.custom_message)
    end

    rescue_from Discourse::InvalidAccess do |e|
      opts = { custom_message: e.custom_message, custom_message_params: e.custom_message_params }
      rescue_discourse_actions(:invalid_access, 403, opts)
    end
  end

  def rescue_discourse_actions(type, status, opts = {})
    message =
      with_resolved_locale(check_current_user: false) do
        I18n.t(opts[:custom_message] || type, **(opts[:custom_message_params] || {}))
      end

    if json_wanted?
      render_json_error message, type: type, status: status, **not_found_page
    else
      @error_message = message
      with_resolved_locale { render "exceptions/not_found", status: status, formats: [:html] }
    end
  end

  def render_json_error(object, opts = {})
    opts = { status: opts } if opts.is_a?(Integer)
    opts[:headers]&.each { |name, value| response.headers[name.to_s] = value }
    render json: MultiJson.dump(create_errors_json(object, opts)),
           status: opts[:status] || status_code(object)
  end

  private

  # A topic that is not found comes with core's page for it in HTML: it offers to search, and has a script with a nonce.
  def not_found_page
    return {} if controller_name != "topics" || action_name != "show"
    html = render_to_string(partial: "exceptions/search", formats: [:html])
    { extras: { title: I18n.t("not_found"), html: } }
  end

  def status_code(object)
    return 403 if object.try(:forbidden)
    return 404 if object.try(:not_found)
    422
  end

  def json_wanted?
    request.format&.json? || request.xhr?
  end
end
