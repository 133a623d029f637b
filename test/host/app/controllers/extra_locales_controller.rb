# frozen_string_literal: true

# The client's texts, as a script that runs before the application.
class ExtraLocalesController < ApplicationController
  skip_before_action :check_xhr, :redirect_to_login_if_required
  skip_after_action :verify_same_origin_request, raise: false

  def show
    data = { locale: "en", translations: { en: JsLocaleHelper.client_translations } }
    render js: "window._discourse_locale_data = #{MultiJson.dump(data)};"
  end
end
