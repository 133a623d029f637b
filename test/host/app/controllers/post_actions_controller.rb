# frozen_string_literal: true

class PostActionsController < ApplicationController
  requires_login

  def create
    post = (guardian.is_staff? ? Post.with_deleted : Post).find_by(id: params.require(:id))
    raise Discourse::NotFound if !post
    result =
      PostActionCreator.new(
        current_user,
        post,
        params.require(:post_action_type_id).to_i,
        message: params[:message],
        take_action: params[:take_action] == "true",
      ).perform
    return render_json_error(result) if result.failed?
    render_post_json(post.reload, add_raw: false)
  end

  def destroy
    post = Post.find_by(id: params[:id].to_i)
    type = params.require(:post_action_type_id).to_i
    result = PostActionDestroyer.new(current_user, post, type).perform
    return render_json_error(result) if result.failed?
    render_post_json(result.post, add_raw: false)
  end
end
