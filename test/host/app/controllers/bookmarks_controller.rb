# frozen_string_literal: true

class BookmarksController < ApplicationController
  requires_login

  def create
    manager = BookmarkManager.new(current_user)
    bookmark =
      manager.create_for(
        bookmarkable_id: params.require(:bookmarkable_id),
        bookmarkable_type: params.require(:bookmarkable_type),
        name: params[:name],
        reminder_at: params[:reminder_at],
      )
    return render json: success_json.merge(id: bookmark.id) if manager.errors.empty?
    render json: failed_json.merge(errors: manager.errors.full_messages), status: :bad_request
  end

  def destroy
    BookmarkManager.new(current_user).destroy(params[:id])
    render json: success_json
  end
end
