# frozen_string_literal: true

# Gives posts to another member.
class PostOwnerChanger
  def initialize(params)
    @post_ids = params[:post_ids]
    @topic = Topic.with_deleted.find_by(id: params[:topic_id].to_i)
    @new_owner = params[:new_owner]
    @acting_user = params[:acting_user]
    @skip_revision = params[:skip_revision] || false
    {
      post_ids: @post_ids,
      topic: @topic,
      new_owner: @new_owner,
      acting_user: @acting_user,
    }.each { |name, value| raise ArgumentError, name if value.blank? }
  end

  # Nobody looks at whether a post was saved.
  def change_owner!
    @post_ids.each do |post_id|
      post = Post.with_deleted.find_by(id: post_id, topic_id: @topic.id) or next
      if post.is_first_post?
        @topic.user = @new_owner
        @topic.recover! if post.user.nil?
      end

      post.topic = @topic
      post.set_owner(@new_owner, @acting_user, @skip_revision)
      level = post.is_first_post? ? :watching : :tracking
      TopicUser.change(
        @new_owner.id,
        @topic.id,
        notification_level: TopicUser.notification_levels[level],
        posted: true,
      )
      @topic.last_poster = @new_owner if post == last_visible_post
      @topic.save!(validate: false)
    end
  end

  private

  def last_visible_post
    @topic.posts.where(hidden: false).order(post_number: :desc).first
  end
end
