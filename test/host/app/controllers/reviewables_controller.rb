# frozen_string_literal: true

class ReviewablesController < ApplicationController
  requires_login
  before_action :ensure_staff
  before_action :version_required, only: :perform

  def index
    sideloaded = {}
    reviewables =
      Reviewable
        .list_for(current_user)
        .map do |each|
          each.serializer.new(each, root: nil, hash: sideloaded, scope: guardian).as_json
        end
    render_json_dump({ reviewables: }.merge(sideloaded))
  end

  def perform
    reviewable = Reviewable.list_for(current_user).find_by(id: params[:reviewable_id])
    raise Discourse::NotFound if !reviewable
    reviewable.perform(current_user, params[:action_id].to_sym)
    render json: success_json
  end

  private

  def version_required
    render_json_error("A version is missing", status: 422) if params[:version].blank?
  end
end
