# frozen_string_literal: true

class TopicsController < ApplicationController
  include TopicsModerating

  requires_login except: %i[show feed posts]

  def show
    if params[:id].to_s.match?(/\D/)
      topic = Topic.find_by(slug: params[:id])
      raise Discourse::NotFound if !topic
      params[:id] = topic.id
    end

    opts = params.permit(:post_number, :page).to_h
    @topic_view = view_or_not_found(params[:id], opts)
    serializer =
      TopicViewSerializer.new(
        @topic_view,
        scope: guardian,
        root: false,
        include_raw: params[:include_raw],
      )

    if json_wanted?
      render_json_dump(serializer)
    else
      store_preloaded("topic_#{@topic_view.topic.id}", MultiJson.dump(serializer))
      render "topics/show", formats: [:html]
    end
  end
  # The page itself is allowed, since it carries the topic along.
  skip_before_action :check_xhr, only: %i[show feed]

  # As nobody in particular sees the topic.
  def feed
    @topic_view = TopicView.new(params[:topic_id])
    render "topics/show", formats: [:rss]
  rescue Discourse::NotLoggedIn, Discourse::InvalidAccess
    raise Discourse::NotFound
  end

  # More posts of the stream, by id.
  def posts
    topic_view = TopicView.new(params[:topic_id], current_user, post_ids: Array(params[:post_ids]))
    render_json_dump(
      TopicViewPostsSerializer.new(
        topic_view,
        scope: guardian,
        root: false,
        include_raw: params[:include_raw],
      ),
    )
  end

  def update
    topic = Topic.find_by(id: params[:topic_id])
    raise Discourse::NotFound if !topic
    guardian.ensure_can_edit!(topic)

    original_title = params[:original_title]
    if original_title.present? && original_title != topic.title
      return render_json_error(I18n.t("edit_conflict"), status: 409)
    end

    changes = {}
    PostRevisor.tracked_topic_fields.each_key { |f| changes[f] = params[f] if params.key?(f) }
    changes.delete(:title) if topic.title == changes[:title]

    success = true
    if changes.any?
      first_post = topic.ordered_posts.first
      success =
        PostRevisor.new(first_post, topic).revise!(
          current_user,
          changes,
          validate_post: false,
          keep_existing_draft: params[:keep_existing_draft].to_s == "true",
        )
      topic.errors.add(:base, :unable_to_update) if !success && topic.errors.blank?
    end

    # What the client puts back into its topic: the server's title.
    if success
      render_serialized(topic, BasicTopicSerializer)
    else
      render_json_error(topic)
    end
  end

  def invite
    topic = Topic.find_by(id: params[:topic_id])
    raise Discourse::NotFound if !topic
    return render_json_error(I18n.t("topic_invite.not_pm")) if !topic.private_message?
    return if refuse_without_slots(topic)
    guardian.ensure_can_invite_to!(topic)

    name = params.require(params[:user] ? :user : :email)
    if topic.invite(current_user, name)
      user = User.find_by_username_or_email(name)
      return render_json_dump(BasicUserSerializer.new(user, scope: guardian, root: "user"))
    end
    render json: failed_json, status: :unprocessable_content
  rescue Topic::UserExists, Topic::NotAllowed => e
    render json: { errors: [e.message] }, status: :unprocessable_content
  end

  def invite_group
    group = Group.find_by(name: params[:group])
    topic = Topic.find_by(id: params[:topic_id])
    raise Discourse::NotFound if !group || !topic
    return if refuse_without_slots(topic)
    return render json: failed_json, status: :unprocessable_content if !topic.private_message?
    guardian.ensure_can_invite_group_to_private_message!(group, topic)

    topic.invite_group(current_user, group, should_notify: params[:should_notify].to_s != "false")
    render_json_dump(BasicGroupSerializer.new(group, scope: guardian, root: "group"))
  end

  def remove_allowed_user
    params.require(:username)
    topic = Topic.find_by(id: params[:topic_id])
    user = User.find_by_username(params[:username])
    raise Discourse::NotFound if !topic || !user
    raise Discourse::InvalidAccess if !guardian.can_remove_allowed_users?(topic, user)

    if topic.remove_allowed_user(current_user, user)
      render(json: success_json)
    else
      render(json: failed_json, status: :unprocessable_content)
    end
  end

  def timings
    topic_id = params.require(:topic_id).to_i
    timings =
      params.permit(timings: {})[:timings].to_h.map { |number, msecs| [number.to_i, msecs.to_i] }
    guardian.ensure_can_see!(Topic.find_by(id: topic_id))
    PostTiming.process_timings(current_user, topic_id, params[:topic_time].to_i, timings)
    render body: nil
  end

  def notifications
    topic = Topic.find_by(id: params[:topic_id])
    guardian.ensure_can_see!(topic)
    TopicUser.change(
      current_user.id,
      topic.id,
      notification_level: params[:notification_level].to_i,
    )
    render json: success_json
  end

  private

  # Who may not see a topic is not told that there is one, as long as core's setting `detailed_404` is off.
  def view_or_not_found(id, opts)
    TopicView.new(id, current_user, opts)
  rescue Discourse::NotLoggedIn, Discourse::InvalidAccess
    raise Discourse::NotFound
  end

  # Answers and returns true when the message has as many members as are allowed.
  def refuse_without_slots(topic)
    return if guardian.is_staff? || !topic.reached_recipients_limit?
    limit = SiteSetting.max_allowed_message_recipients
    render_json_error(I18n.t("pm_reached_recipients_limit", recipients_limit: limit))
    true
  end
end
