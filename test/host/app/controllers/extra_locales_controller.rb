# frozen_string_literal: true

# The client's texts, as scripts that run before the application: "main" for everybody, "admin" for staff.
class ExtraLocalesController < ApplicationController
  BUNDLES = %w[main admin].freeze

  skip_before_action :check_xhr, :redirect_to_login_if_required
  skip_after_action :verify_same_origin_request, raise: false

  def self.bundles_for(user)
    user&.staff? ? BUNDLES : BUNDLES.first(1)
  end

  # @return [String] path that changes with the texts
  def self.url(bundle, locale: I18n.locale)
    "/extra-locales/#{Digest::SHA1.hexdigest(bundle_js(bundle, locale))}/#{locale}/#{bundle}.js"
  end

  def self.bundle_js(bundle, locale)
    return <<~JS if bundle == "main"
      window._discourse_locale_data = #{
        MultiJson.dump(
          locale: locale,
          translations:
            JsLocaleHelper.translations_for(locale, "js").transform_values { { js: _1 } },
        )
      };
    JS
    "window._discourse_locale_data.extras = #{MultiJson.dump(JsLocaleHelper.translations_for(locale, "admin_js"))};"
  end

  def show
    raise Discourse::NotFound if BUNDLES.exclude?(params[:bundle])
    raise Discourse::NotFound if !I18n.locale_available?(params[:locale])
    js = self.class.bundle_js(params[:bundle], params[:locale])
    asked_for = Digest::SHA1.hexdigest(js) == params[:digest]
    response.headers["Cache-Control"] = ClientAssets::KEPT if asked_for
    render js:
  end
end
