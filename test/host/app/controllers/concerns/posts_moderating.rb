# frozen_string_literal: true

# What staff do to posts; part of PostsController in core.
module PostsModerating
  extend ActiveSupport::Concern

  # Puts back what a revision replaced.
  def revert
    raise Discourse::NotFound if !guardian.is_staff?
    revision = PostRevision.find_by(post_id: params[:post_id], number: params[:revision])
    raise Discourse::NotFound if !revision
    post = find_post_from_params
    guardian.ensure_can_edit!(post)

    changes = {}
    before = revision.modifications["raw"]&.first
    changes[:raw] = before if before && before != post.raw
    title = revision.modifications["title"]&.first
    changes[:title] = title if post.is_first_post? && title && title != post.topic.title
    return render_json_error(I18n.t("revert_version_same")) if changes.empty?

    changes[:edit_reason] = I18n.t("reverted_to_version", version: revision.number.to_i - 1)
    PostRevisor.new(post, post.topic).revise!(current_user, changes)
    return render_json_error(post) if post.errors.present?
    return render_json_error(post.topic) if post.topic.errors.present?
    render_json_dump(post: PostSerializer.new(post, scope: guardian, root: false).as_json)
  end

  def wiki
    post = find_post_from_params
    guardian.ensure_can_wiki!(post)
    post.revise(current_user, wiki: params.require(:wiki))
    render body: nil
  end

  def post_type
    guardian.ensure_can_change_post_type!
    type = params.require(:post_type).to_i
    raise Discourse::InvalidParameters, :post_type if Post.types[type].blank?
    find_post_from_params.revise(current_user, post_type: type)
    render body: nil
  end

  def locked
    post = find_post_from_params
    guardian.ensure_can_lock_post!(post)
    post.update_column(:locked_by_id, params[:locked] == "true" ? current_user.id : nil)
    render_json_dump(locked: post.locked?)
  end

  # Words of staff that stand above a post.
  def notice
    post = find_post_from_params
    raise Discourse::NotFound if !guardian.can_edit_staff_notes?(post.topic)
    cooked_notice = PrettyText.cook(params.require(:notice))
    post.custom_fields["notice"] = {
      type: "custom",
      raw: params[:notice],
      cooked: cooked_notice,
    }.to_json
    post.save_custom_fields
    render json: success_json.merge(cooked_notice:)
  end

  def merge_posts
    posts = Post.where(id: params.require(:post_ids)).order(:id)
    PostMerger.new(current_user, posts).merge
    render body: nil
  rescue PostMerger::CannotMergeError => e
    render_json_error(e.message)
  end
end
