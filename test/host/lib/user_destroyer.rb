# frozen_string_literal: true

class UserDestroyer
  class PostsExistError < StandardError
  end

  def initialize(actor)
    @guardian = Guardian.new(actor)
  end

  # @param opts delete_posts: whether the member's posts go too
  def destroy(user, opts = {})
    raise Discourse::InvalidAccess if !@guardian.is_admin?
    raise PostsExistError if !opts[:delete_posts] && user.posts.exists?

    User.transaction do
      if opts[:delete_posts]
        user.posts.each { |post| PostDestroyer.new(@guardian.user, post).destroy }
      end
      TopicUser.where(user_id: user.id).delete_all
      Draft.where(user_id: user.id).delete_all
      Notification.where(user_id: user.id).delete_all
      user.destroy!
    end
    DiscourseEvent.trigger(:user_destroyed, user)
    user
  end
end
