# frozen_string_literal: true

# What staff do to whole topics, and members to their inbox; part of TopicsController in core.
module TopicsModerating
  extend ActiveSupport::Concern

  def status
    topic = Topic.find_by(id: params[:topic_id])
    guardian.ensure_can_moderate!(topic)
    if %w[closed archived visible].exclude?(params[:status])
      raise Discourse::InvalidParameters, :status
    end
    topic.update_status(params[:status], params[:enabled].to_s == "true", current_user)
    render json: success_json
  end

  def timer
    type = TopicTimer.types[params.require(:status_type).to_sym]
    raise Discourse::InvalidParameters, :status_type if !type
    topic = Topic.find_by(id: params[:topic_id])
    guardian.ensure_can_moderate!(topic)

    options = { by_user: current_user, category_id: params[:category_id] }
    timer = topic.set_or_create_timer(type, params[:time], **options)
    render json: success_json.merge(execute_at: timer&.execute_at)
  rescue ActiveRecord::RecordInvalid => e
    render_json_error(e.message)
  end

  def publish
    topic = Topic.find(params[:topic_id])
    category = Category.find(params[:destination_category_id])
    guardian.ensure_can_publish_topic!(topic, category)
    topic = TopicPublisher.new(topic, current_user, category.id).publish!
    render json: success_json.merge(url: topic.relative_url)
  end

  def convert_topic
    topic = Topic.find_by(id: params[:id])
    guardian.ensure_can_convert_topic!(topic)
    raise Discourse::InvalidParameters, :type if params[:type] != "public"

    topic = topic.convert_to_public_topic(current_user, category_id: params[:category_id])
    topic.valid? ? render_topic_changes(topic) : render_json_error(topic)
  end

  def merge_topic
    topic = Topic.find_by(id: params[:topic_id])
    guardian.ensure_can_move_posts!(topic)
    destination = Topic.find_by(id: params.require(:destination_topic_id))
    guardian.ensure_can_create_post_on_topic!(destination)

    args = moving_args.merge(destination_topic_id: destination.id)
    render_topic_changes(topic.move_posts(current_user, topic.posts.pluck(:id), args))
  end

  def move_posts
    topic = Topic.with_deleted.find_by(id: params[:topic_id])
    guardian.ensure_can_move_posts!(topic)

    args = moving_args.merge(title: params[:title].presence).compact
    if params[:destination_topic_id].present?
      args[:destination_topic_id] = params[:destination_topic_id].to_i
    end
    post_ids = params.require(:post_ids).map(&:to_i)
    render_topic_changes(topic.move_posts(current_user, post_ids, args))
  rescue ActiveRecord::RecordInvalid, ActiveRecord::RecordNotSaved => e
    render_json_error(e)
  end

  def change_post_owners
    guardian.ensure_can_change_post_owner!
    PostOwnerChanger.new(
      post_ids: params.require(:post_ids).to_a,
      topic_id: params[:topic_id].to_i,
      new_owner: User.find_by(username: params.require(:username)),
      acting_user: current_user,
    ).change_owner!
    render json: success_json
  rescue ArgumentError
    render json: failed_json, status: :unprocessable_content
  end

  def make_banner
    topic = Topic.find_by(id: params[:topic_id])
    guardian.ensure_can_banner_topic!(topic)
    topic.make_banner!(current_user)
    render body: nil
  end

  def bulk
    topic_ids = params.require(:topic_ids).map(&:to_i)
    operation = params.require(:operation).permit(:type, :category_id, :message, :silent).to_h
    changed = TopicsBulkAction.new(current_user, topic_ids, operation.symbolize_keys).perform!
    render_json_dump(topic_ids: changed)
  end

  def archive_message
    toggle_archive_message(:archive!)
  end

  def move_to_inbox
    toggle_archive_message(:move_to_inbox!)
  end

  private

  def toggle_archive_message(method)
    topic = Topic.find(params[:id])
    if topic.allowed_users.include?(current_user)
      UserArchivedMessage.public_send(method, current_user.id, topic)
    end
    render body: nil
  end

  def moving_args
    args = params.permit(:archetype, :participants).to_h.symbolize_keys
    args[:category_id] = params[:category_id].to_i if params[:category_id].present?
    args[:freeze_original] = true if params[:freeze_original] == "true"
    args
  end

  def render_topic_changes(topic)
    return render(json: { success: false }) if topic.blank?
    render json: { success: true, url: topic.relative_url }
  end
end
