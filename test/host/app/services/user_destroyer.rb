# frozen_string_literal: true

# Deletes an account. Posts are deleted first, or have to be nobody's: those that are deleted already lose their author.
class UserDestroyer
  class PostsExistError < RuntimeError
  end

  def initialize(actor)
    raise Discourse::InvalidParameters.new("acting user is nil") if !actor.is_a?(User)
    @actor = actor
    @guardian = Guardian.new(actor)
  end

  # @param opts delete_posts: whether the member's posts go too; prepare_for_destroy: rows without callbacks first
  # @return [User] frozen
  def destroy(user, opts = {})
    raise Discourse::InvalidParameters.new("user is nil") if !user.is_a?(User)
    raise PostsExistError if !opts[:delete_posts] && user.posts.joins(:topic).count != 0
    @guardian.ensure_can_delete_user!(user)

    prepare_for_destroy(user) if opts[:prepare_for_destroy] == true
    User.transaction do
      Draft.where(user_id: user.id).delete_all
      delete_posts(user) if opts[:delete_posts]
      result = user.destroy
      if result
        Post.unscoped.where(user_id: result.id).update_all(user_id: nil)
        MessageBus.publish("/logout/#{result.id}", result.id, user_ids: [result.id])
      end
      result
    end
  end

  private

  def delete_posts(user)
    user.posts.find_each do |post|
      PostDestroyer.new(@actor.staff? ? @actor : Discourse.system_user, post).destroy
      if post.topic && post.is_first_post?
        Topic.unscoped.where(id: post.topic_id).update_all(user_id: nil)
      end
    end
  end

  def prepare_for_destroy(user)
    [TopicUser, TopicAllowedUser, Notification].each do |model|
      model.where(user_id: user.id).delete_all
    end
  end
end
