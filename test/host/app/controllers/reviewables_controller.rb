# frozen_string_literal: true

class ReviewablesController < ApplicationController
  requires_login
  before_action :ensure_staff

  def index
    reviewables = Reviewable.list_for(current_user)
    render_json_dump(
      reviewables:
        reviewables.map { |each| each.serializer.new(each, root: false, scope: guardian).as_json },
    )
  end

  def perform
    reviewable = Reviewable.list_for(current_user).find_by(id: params[:reviewable_id])
    raise Discourse::NotFound if !reviewable
    reviewable.perform(current_user, params[:action_id].to_sym)
    render json: success_json
  end
end
