# frozen_string_literal: true

class PostLocalizationsController < ApplicationController
  requires_login

  def create_or_update
    guardian.ensure_can_localize_post!(params.require(:post_id))
    PostLocalizationCreator.create(
      post_id: params.require(:post_id),
      locale: params.require(:locale),
      raw: params.require(:raw),
      user: current_user,
    )
    render json: success_json, status: :created
  end
end
