# frozen_string_literal: true

# Counts the clicks on links; the client sends every clicked URL that is not marked `no-track-link`.
class ClicksController < ApplicationController
  skip_before_action :check_xhr, :preload_json, :verify_authenticity_token

  def track
    params.require(%i[url post_id topic_id])
    TopicLinkClick.create_from(
      url: params[:url],
      post_id: params[:post_id],
      topic_id: params[:topic_id],
      ip: request.remote_ip,
      user_id: current_user&.id,
    )
    render json: success_json
  end
end
