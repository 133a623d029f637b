# frozen_string_literal: true

# Likes and flags a post. A flag with words of its own becomes a message, whose title quotes the topic's; any flag that
# staff hear of is put into their queue.
class PostActionCreator
  class << self
    def create(created_by, post, action_key, message: nil, **)
      new(created_by, post, PostActionType.types[action_key], message: message).perform
    end

    PostActionType.types.each_key do |action|
      define_method(action) { |user, post, message = nil| create(user, post, action, message:) }
    end
  end

  def initialize(created_by, post, post_action_type_id, message: nil, take_action: false, **)
    @created_by = created_by
    @post = post
    @post_action_type_id = post_action_type_id
    @post_action_name = PostActionType.types[post_action_type_id]
    @message = message
    @take_action = take_action && guardian.is_staff?
  end

  # @return [PostActionResult]
  def perform
    result = PostActionResult.new
    taken = PostAction.counts_for([@post].compact, @created_by)[@post&.id]
    if !guardian.post_can_act?(@post, @post_action_name, opts: { taken_actions: taken })
      result.forbidden = true
      result.add_error(I18n.t("invalid_access"))
      return result
    end

    if @message.present? && PostActionType.additional_message_types.key?(@post_action_name)
      creator = create_message_creator
      @meta_post = creator.create
      if creator.errors.present?
        result.add_errors_from(creator)
        return result
      end
    end

    result.post_action = create_post_action
    create_reviewable(result)
    take_action(result) if @take_action
    notify_subscribers
    result.success = true
    result
  end

  private

  def guardian
    @guardian ||= Guardian.new(@created_by)
  end

  def create_post_action
    action =
      PostAction.create(
        post_id: @post.id,
        user_id: @created_by.id,
        post_action_type_id: @post_action_type_id,
        staff_took_action: @take_action,
        related_post_id: @meta_post&.id,
      )
    event = @post_action_name == :like ? :like_created : :flag_created
    DiscourseEvent.trigger(event, action, self)
    action
  end

  def create_message_creator
    args = {
      archetype: Archetype.private_message,
      title:
        I18n.t(
          "post_action_types.#{@post_action_name}.email_title",
          title: @post.topic.title,
        ).truncate(SiteSetting.max_topic_title_length, separator: /\s/),
      raw: "#{Discourse.base_url}#{@post.url}\n\n#{@message}",
    }
    if @post_action_name == :notify_user
      args[:target_usernames] = @post.user.username
    else
      args[:subtype] = TopicSubtype.notify_moderators
      args[:target_group_names] = Group[:moderators].name
    end
    PostCreator.new(@created_by, args)
  end

  def create_reviewable(result)
    return if !PostActionType.notify_flag_types.key?(@post_action_name) || @post.user_id.to_i < 0

    result.reviewable =
      ReviewableFlaggedPost.needs_review!(
        created_by: @created_by,
        target: @post,
        topic: @post.topic,
        reviewable_by_moderator: true,
        potential_spam: @post_action_name == :spam,
        target_created_by: @post.user,
      )
    result.reviewable_score =
      result.reviewable.add_score(
        @created_by,
        @post_action_type_id,
        meta_topic_id: @meta_post&.topic_id,
      )
  end

  def take_action(result)
    @post.hide!(@post_action_type_id)
    result.reviewable&.perform(@created_by, :agree_and_keep)
  end

  def notify_subscribers
    type = @post_action_name == :like ? :liked : :acted
    @post.reload.publish_change_to_clients!(type, { user_id: @created_by.id })
  end
end
