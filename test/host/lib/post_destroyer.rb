# frozen_string_literal: true

# Deletes a post, or brings it back. Staff delete softly; an author's own post stays, its body replaced by a note.
class PostDestroyer
  # @param opts context (why), force_destroy (remove the row)
  def initialize(user, post, opts = {})
    @user = user
    @post = post
    @opts = opts
    @topic = post.topic || Topic.with_deleted.find_by(id: post.topic_id)
  end

  def destroy
    if @opts[:force_destroy] || Guardian.new(@user).can_moderate_topic?(@topic)
      perform_delete
    elsif @user.id == @post.user_id
      mark_for_deletion
    end

    DiscourseEvent.trigger(:post_destroyed, @post, @opts, @user)
    DiscourseEvent.trigger(:topic_destroyed, @topic, @user) if @post.is_first_post?
  end

  def recover
    if Guardian.new(@user).can_moderate_topic?(@topic) && @post.deleted_at
      staff_recovered
    elsif @user.staff? || @user.id == @post.user_id
      user_recovered
    end

    @topic.update_column(:user_id, Discourse::SYSTEM_USER_ID) if !@topic.user_id
    @topic.recover! if @post.is_first_post?
    if @post.is_first_post? && @user.id != @post.user_id
      logger.log_topic_delete_recover(@topic, "recover_topic", @opts)
    end
    Topic.reset_highest(@topic.id)
    Topic.publish_stats_to_clients!(@topic.id, :recovered)
    DiscourseEvent.trigger(:post_recovered, @post, @opts, @user)
    DiscourseEvent.trigger(:topic_recovered, @topic, @user) if @post.is_first_post?
  end

  private

  def perform_delete
    Post.transaction do
      @opts[:force_destroy] ? @post.destroy! : @post.trash!(@user)
      if @post.is_first_post?
        @opts[:force_destroy] ? @topic.destroy! : @topic.trash!(@user)
      end
      SearchIndexer.remove(@post)
      log_deletion if @user.id != @post.user_id && !@opts[:skip_staff_log]
    end
    Topic.reset_highest(@topic.id)
    @post.publish_change_to_clients!(:deleted)
    notify_deletion if @opts[:reviewable]
  end

  def log_deletion
    permanent = @opts[:force_destroy]
    if @post.is_first_post?
      action = permanent ? "delete_topic_permanently" : "delete_topic"
      logger.log_topic_delete_recover(@topic, action, @opts)
    else
      logger.log_post_deletion(@post, { permanent:, **@opts })
    end
  end

  def logger
    StaffActionLogger.new(@user)
  end

  # Its author is told, with the text.
  def notify_deletion
    Jobs.enqueue(
      :send_system_message,
      user_id: @post.user_id,
      message_type: "flags_agreed_and_post_deleted",
      message_options: {
        flagged_post_raw_content: @post.raw,
        url: @post.url,
      },
    )
  end

  # The old body stays in the revision; in its place stands a note in the language that the site has now. Whether the note
  # could be saved is not looked at, as in core.
  def mark_for_deletion
    model = @post.is_first_post? ? "topic" : "post"
    note = I18n.t("js.#{model}.deleted_by_author_simple", locale: SiteSetting.default_locale)
    @post.revise(@user, { raw: note }, force_new_version: true, skip_validations: true)
    Post.transaction do
      @post.update_column(:user_deleted, true)
      @post.topic_links.destroy_all
      @topic.update_column(:closed, true) if @post.is_first_post?
    end
  end

  def staff_recovered
    # Of a deleted account's post, in the system user's name.
    @post.update_column(:user_id, Discourse::SYSTEM_USER_ID) if !@post.user_id
    @post.recover!
    @post.publish_change_to_clients!(:recovered)
  end

  # Puts the body back that the last revision replaced; this time validators are asked.
  def user_recovered
    return if !@post.user_deleted?

    Post.transaction do
      @post.update_column(:user_deleted, false)
      @post.skip_unique_check = true
      @topic.update_column(:closed, false) if @post.is_first_post?
    end
    raw = @post.revisions.last&.modifications&.dig("raw", 0)
    @post.revise(@user, { raw: raw }, force_new_version: true) if raw
  end
end
