# frozen_string_literal: true

class SiteController < ApplicationController
  def site
    render_json_dump(SiteSerializer.new(Site.new(guardian), scope: guardian, root: false))
  end
end
