# frozen_string_literal: true

class UserActionsController < ApplicationController
  # GET /user_actions.json?username=…&filter=4,5
  def index
    user = fetch_user_from_params
    types = params[:filter].to_s.split(",").map(&:to_i)
    if (types & UserAction::PRIVATE_TYPES).any? && current_user != user && !guardian.is_admin?
      raise Discourse::NotFound
    end
    stream = UserAction.stream(user_id: user.id, guardian: guardian, action_types: types)
    render json: { user_actions: serialize_data(stream, UserActionSerializer) }
  end
end
