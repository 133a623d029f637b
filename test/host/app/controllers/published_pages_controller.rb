# frozen_string_literal: true

class PublishedPagesController < ApplicationController
  skip_before_action :check_xhr, only: :show
  before_action { raise Discourse::NotFound if !SiteSetting.enable_page_publishing? }

  # The topic's first post, for whoever may see it or, when public, for everybody.
  def show
    page = PublishedPage.find_by(slug: params[:slug])
    raise Discourse::NotFound if !page
    guardian.ensure_can_see!(page.topic) if !page.public
    body = "<h1>#{page.topic.fancy_title}</h1>#{page.topic.first_post.cooked}"
    render html: body.html_safe
  end

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
