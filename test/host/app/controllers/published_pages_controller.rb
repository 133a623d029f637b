# frozen_string_literal: true

class PublishedPagesController < ApplicationController
  before_action { raise Discourse::NotFound if !SiteSetting.enable_page_publishing? }

  def upsert
    topic = Topic.find_by(id: params[:topic_id])
    guardian.ensure_can_publish_page!(topic)
    page_params = params.require(:published_page)
    done, page =
      PublishedPage.publish!(
        current_user,
        topic,
        page_params[:slug],
        page_params.permit(:public).to_h.symbolize_keys,
      )
    done ? render(json: success_json) : render_json_error(page)
  end
end
