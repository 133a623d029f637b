# frozen_string_literal: true

# Deletes a post softly (an author's own is replaced by a note first, in core after a day), or brings it back.
class PostDestroyer
  def self.destroy_stubs
    []
  end

  def initialize(user, post, opts = {})
    @user = user
    @post = post
    @opts = opts
    @topic = post.topic || Topic.with_deleted.find_by(id: post.topic_id)
  end

  def destroy
    if @opts[:force_destroy]
      destroy_for_good
    elsif Guardian.new(@user).is_staff? || @post.is_first_post?
      staff_destroyed
    else
      user_destroyed
    end
  end

  def recover
    @post.recover!
    @post.update_columns(user_deleted: false)
    @topic.recover! if @post.is_first_post?
    if @post.raw == I18n.t("js.post.deleted_by_author_simple")
      if original_raw
        @post.revise(Discourse.system_user, { raw: original_raw }, skip_validations: true)
      end
    end
    Topic.reset_highest(@topic.id)
    @post.publish_change_to_clients!(:recovered)
    DiscourseEvent.trigger(:post_recovered, @post, @opts, @user)
  end

  private

  def staff_destroyed
    Post.transaction do
      @post.trash!(@user)
      @topic.trash!(@user) if @post.is_first_post?
      SearchIndexer.remove(@post)
    end
    Topic.reset_highest(@topic.id)
    @post.publish_change_to_clients!(:deleted)
    DiscourseEvent.trigger(:post_destroyed, @post, @opts, @user)
    DiscourseEvent.trigger(:topic_trashed, @topic) if @post.is_first_post?
  end

  # The body becomes a note of core's; the old one stays in the revision.
  def user_destroyed
    @post.revise(
      @user,
      { raw: I18n.t("js.post.deleted_by_author_simple") },
      force_new_version: true,
      skip_validations: true,
    )
    @post.update_columns(user_deleted: true)
    @post.publish_change_to_clients!(:revised)
  end

  def destroy_for_good
    @post.destroy!
    @topic.destroy! if @post.is_first_post?
    DiscourseEvent.trigger(:post_destroyed, @post, @opts, @user)
  end

  def original_raw
    @post.revisions.last&.modifications&.dig("raw", 0)
  end
end
