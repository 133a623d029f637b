# frozen_string_literal: true

class PostsController < ApplicationController
  include PostsModerating

  requires_login only: %i[create update destroy recover] + PostsModerating.public_instance_methods
  skip_before_action :check_xhr, only: %i[markdown_id markdown_num latest user_posts_feed]
  include PostFeeds

  CREATE_PARAMS =
    %i[raw topic_id archetype category target_recipients reply_to_post_number auto_track locale] +
      %i[typing_duration_msecs composer_open_duration_msecs visible draft_key composer_version]
  API_CREATE_PARAMS = %i[skip_validations created_at]

  def create
    manager_params = create_params
    manager_params[:first_post_checks] = !is_api?
    manager_params[:advance_draft] = !is_api?
    result = NewPostManager.new(current_user, manager_params).perform
    json = serialize_data(result, NewPostResultSerializer, root: false)
    return render_json_dump(json) if params[:nested_post]

    # Without `nested_post` the bare post or the bare errors are the answer.
    if result.success? && json[:post]
      render json: json[:post]
    else
      render json: json, status: result.success? ? 200 : 422
    end
  end

  def update
    params.require(:post)
    post = (guardian.is_staff? ? Post.with_deleted : Post).find_by(id: params[:id])
    raise Discourse::NotFound if post.blank?
    if post.user_id == current_user.id && guardian.edit_time_limit_expired?(post) &&
         !guardian.is_staff?
      return render_json_error(I18n.t("too_late_to_edit"))
    end
    guardian.ensure_can_edit!(post)

    original_text = params[:post][:original_text] || params[:post][:raw_old]
    if original_text.present? && original_text != post.raw
      return render_json_error(I18n.t("edit_conflict"), status: 409)
    end

    topic = Topic.with_deleted.find(post.topic_id)
    revisor = PostRevisor.new(post, topic)
    revisor.revise!(current_user, update_changes(post), update_options(post))
    return render_json_error(post) if post.errors.present?
    return render_json_error(topic) if topic.errors.present?

    serializer = PostSerializer.new(post, scope: guardian, root: false, add_raw: true)
    serializer.draft_sequence = DraftSequence.current(current_user, topic.draft_key)
    render_json_dump(post: serializer.as_json)
  end

  def show
    render_post_json(find_post_from_params)
  end

  def by_number
    render_post_json(find_post_by_number)
  end

  def cooked
    render json: { cooked: find_post_from_params.cooked }
  end

  # What a reader unfolds below a post.
  def replies
    post = find_post_from_params
    replies = Post.where(topic_id: post.topic_id, reply_to_post_number: post.post_number)
    render_json_dump(serialize_data(replies.order(:post_number).to_a, PostSerializer))
  end

  # What a reader unfolds above a post.
  def reply_history
    post = find_post_from_params
    render_json_dump(serialize_data([post.reply_to_post].compact, PostSerializer))
  end

  def markdown_id
    markdown(Post.find_by(id: params[:id].to_i))
  end

  # One post, or the whole topic.
  def markdown_num
    if params[:post_number].present?
      return markdown(Post.find_by_number(params[:topic_id].to_i, params[:post_number].to_i))
    end

    topic_view = TopicView.new(params[:topic_id], current_user, page: params[:page])
    parts =
      topic_view.posts.map do |post|
        "#{post.user.username} | #{post.updated_at} | ##{post.post_number}\n\n#{post.raw}\n\n#{"-" * 25}\n\n"
      end
    render plain: parts.join
  end

  def revisions
    revision = PostRevision.find_by(post_id: params[:post_id], number: params[:revision])
    render_revision(revision)
  end

  def latest_revision
    render_revision(PostRevision.where(post_id: params[:post_id]).order(:number).last)
  end

  def destroy
    post = find_post_from_params
    guardian.ensure_can_delete!(post)
    limit = SiteSetting.max_post_deletions_per_minute
    RateLimiter.new(current_user, "delete_post_per_min", limit, 1.minute).performed!
    PostDestroyer.new(current_user, post, context: params[:context]).destroy
    render body: nil
  end

  def recover
    post = find_post_from_params
    guardian.ensure_can_recover_post!(post)
    PostDestroyer.new(current_user, post).recover
    render_post_json(post.reload)
  end

  private

  def create_params
    permitted = CREATE_PARAMS + plugin_create_params
    permitted += API_CREATE_PARAMS if is_api?
    params[:skip_validations] = params[:skip_validations].to_s == "true" if is_api?
    params[:auto_track] = params[:auto_track].to_s != "false" if params[:auto_track]

    result = params.permit(*permitted)
    result[:image_sizes] = params[:image_sizes]
    PostRevisor.tracked_topic_fields.each_key { |f| result[f] = params[f] if params.key?(f) }
    result[:ip_address] = request.remote_ip
    result[:user_agent] = request.user_agent
    split_recipients(result)
    # The host has none; core asks for a category and a group.
    raise Discourse::InvalidParameters.new(:shared_draft) if params[:shared_draft] == "true"
    if params[:whisper] == "true"
      if !guardian.can_create_whisper?
        raise Discourse::InvalidAccess.new(
                "invalid_whisper_access",
                nil,
                custom_message: "invalid_whisper_access",
              )
      end
      result[:post_type] = Post.types[:whisper]
    end
    result.permit!
    result.to_h
  end

  def plugin_create_params
    Post.plugin_permitted_create_params.filter_map do |key, value|
      next if !value[:plugin].enabled?
      { string: key.to_sym, array: { key => [] }, hash: { key => {} } }.fetch(value[:type])
    end
  end

  def split_recipients(result)
    return if !result[:target_recipients]

    recipients = result[:target_recipients].split(",").map(&:downcase)
    groups =
      Group
        .messageable(current_user)
        .where("lower(name) IN (?)", recipients)
        .pluck(Arel.sql("lower(name)"))
    emails, usernames = (recipients - groups).partition { |recipient| recipient.include?("@") }
    result[:target_usernames] = usernames.join(",")
    result[:target_emails] = emails.join(",")
    result[:target_group_names] = groups.join(",")
  end

  def update_changes(post)
    changes = { raw: params[:post][:raw], edit_reason: params[:post][:edit_reason] }
    changes[:title] = params[:title] if post.is_first_post? && params[:title]
    changes
  end

  def update_options(post)
    return {} if post.post_type != Post.types[:small_action] || !current_user.staff?
    { skip_validations: true }
  end

  def find_post_from_params
    find_post(Post.with_deleted.where(id: params[:id] || params[:post_id]))
  end

  def find_post_by_number
    find_post(Post.with_deleted.where(params.permit(:topic_id, :post_number).to_h))
  end

  def find_post(scope)
    post = scope.first
    raise Discourse::NotFound if post.blank?
    post.topic = Topic.with_deleted.find(post.topic_id)
    raise Discourse::NotFound if !post.topic
    guardian.ensure_can_see!(post)
    post
  end

  def markdown(post)
    raise Discourse::NotFound if !post || !guardian.can_see?(post)
    render plain: post.raw
  end

  def render_revision(revision)
    raise Discourse::NotFound if !revision
    revision.post = find_post(Post.with_deleted.where(id: revision.post_id))
    raise Discourse::InvalidAccess if !guardian.can_view_edit_history?(revision.post)
    render_json_dump(PostRevisionSerializer.new(revision, scope: guardian, root: false).as_json)
  end
end
