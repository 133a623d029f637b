# frozen_string_literal: true

# The lists of topics that a member may ask for.
class TopicQuery
  PER_PAGE = 30

  def initialize(user, options = {})
    @user = user
    @options = options
  end

  def list_latest
    create_list(:latest, Topic.listable_topics.where(visible: true))
  end

  def list_private_messages(user)
    create_list(:private_messages, Topic.private_messages_for_user(user))
  end

  # Messages in which others have not written yet.
  def list_private_messages_sent(user)
    scope = Topic.private_messages_for_user(user).where(user_id: user.id)
    others = Post.where.not(user_id: user.id).where(post_type: Post.types[:regular])
    create_list(:private_messages_sent, scope.where.not(id: others.select(:topic_id)))
  end

  def list_suggested_for(topic)
    scope = topic.private_message? ? Topic.private_messages_for_user(@user) : Topic.listable_topics
    create_list(:suggested, scope.where.not(id: topic.id), limit: 5)
  end

  def list_related_for(topic)
    return if !topic.private_message? || @user.blank?
    others = topic.topic_allowed_users.where.not(user_id: @user.id).select(:user_id)
    with_them = TopicAllowedUser.where(user_id: others).select(:topic_id)
    scope = Topic.private_messages_for_user(@user).where(id: with_them)
    create_list(:suggested, scope.where.not(id: topic.id), limit: 6)
  end

  private

  def create_list(filter, scope, limit: PER_PAGE)
    page = @options[:page].to_i
    ordered = scope.order(bumped_at: :desc).limit(limit).offset(page * limit)
    TopicList.new(filter, @user, ordered, per_page: limit)
  end
end
