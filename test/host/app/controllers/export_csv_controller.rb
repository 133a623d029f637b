# frozen_string_literal: true

class ExportCsvController < ApplicationController
  requires_login

  # A member asks for their own archive, an administrator for anybody's.
  def export_entity
    raise Discourse::InvalidParameters, :entity if params.require(:entity) != "user_archive"
    args = { user_id: current_user.id }
    if (user_id = params.dig(:args, :export_user_id))
      ensure_admin
      args = { user_id: user_id.to_i, requesting_user_id: current_user.id }
    end
    Jobs.enqueue(:export_user_archive, args)
    render json: success_json
  end
end
