# frozen_string_literal: true

class SiteController < ApplicationController
  def site
    render_json_dump(SiteSerializer.new(Site.new(guardian), scope: guardian, root: false))
  end

  def settings
    render json: SiteSetting.client_settings_json
  end

  def basic_info
    render json: { title: SiteSetting.title }
  end
end
