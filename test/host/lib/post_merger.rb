# frozen_string_literal: true

# Makes one post of several by the same author. The others go even when the one was not saved.
class PostMerger
  class CannotMergeError < StandardError
  end

  def initialize(user, posts)
    @user = user
    @posts = posts
  end

  def merge
    return if @posts.count < 2
    if @posts.map(&:topic_id).uniq.size != 1
      raise CannotMergeError, I18n.t("merge_posts.errors.different_topics")
    end
    if @posts.map(&:user_id).uniq.size != 1
      raise CannotMergeError, I18n.t("merge_posts.errors.different_users")
    end
    guardian = Guardian.new(@user)
    raise Discourse::InvalidAccess if !guardian.can_moderate_topic?(@posts[0].topic)

    posts = @posts.sort_by(&:post_number)
    post = posts.last
    changes = {
      raw: posts.map(&:raw).join("\n\n"),
      edit_reason: I18n.t("merge_posts.edit_reason", count: posts.size - 1),
    }
    PostRevisor
      .new(post, post.topic)
      .revise!(@user, changes) do
        posts[0...-1].each { |other| PostDestroyer.new(@user, other).destroy }
      end
  end
end
