# frozen_string_literal: true

# Changes a post and, with the first post, its topic. The plugin events come inside the transaction but after the save,
# and errors they add stop nothing: `revise!` has saved by then and answers true.
class PostRevisor
  # Collects what the callbacks of tracked topic fields change. A recorded change makes open pages reload the topic.
  class TopicChanges
    attr_reader :topic, :user, :diff

    def initialize(topic, user)
      @topic = topic
      @user = user
      @diff = {}
      @errored = false
    end

    def errored?
      @errored
    end

    def guardian
      @guardian ||= Guardian.new(user)
    end

    def record_change(field_name, previous_value, new_value)
      diff[field_name] = [previous_value, new_value] if previous_value != new_value
    end

    def check_result(result)
      @errored = true if !result
    end
  end

  POST_TRACKED_FIELDS = %w[raw cooked edit_reason user_id wiki post_type locale]

  attr_reader :category_changed, :post_revision

  def initialize(post, topic = post.topic)
    @post = post
    @topic = topic
    post.topic = topic
  end

  def self.tracked_topic_fields
    @tracked_topic_fields ||= {}
  end

  # The block gets (topic_changes, value, all fields). The field is then permitted in PUT /t/ and POST /posts too.
  def self.track_topic_field(field, &block)
    tracked_topic_fields[field] = block
    return if PostRevisionSerializer.method_defined?("#{field}_changes", false)
    PostRevisionSerializer.add_compared_field(field)
  end

  def self.track_and_revise(topic_changes, field, value)
    topic_changes.record_change(field, topic_changes.topic.public_send(field), value)
    topic_changes.topic.public_send("#{field}=", value)
  end

  %i[title archetype category_id featured_link].each do |field|
    track_topic_field(field) { |changes, value| track_and_revise(changes, field, value) }
  end

  # @param fields [Hash] raw, title, edit_reason, …
  # @param opts skip_validations, skip_revision, force_new_version, bypass_bump, bypass_rate_limiter, silent, revised_at
  # @return [Boolean] whether post and topic were saved
  def revise!(editor, fields, opts = {})
    @editor = editor
    @fields = fields.with_indifferent_access
    @opts = opts
    @topic_changes = TopicChanges.new(@topic, editor)
    @fields[:raw] = cleanup_whitespaces(@fields[:raw]) if @fields.key?(:raw)
    @fields.delete(:edit_reason) if @fields[:edit_reason].blank?

    if !should_revise?
      @post.advance_draft_sequence if !opts[:keep_existing_draft]
      return false
    end

    prepare
    Post.transaction do
      revise_post
      yield if block_given?
      DiscourseEvent.trigger(:before_edit_post, @post, @fields)
      DiscourseEvent.trigger(:validate_post, @post)
      @topic.update_excerpt(@post.excerpt_for_topic) if @post.is_first_post?
      @post.advance_draft_sequence if !opts[:keep_existing_draft]
    end
    return false if !successfully_saved_post_and_topic

    after_revision
    successfully_saved_post_and_topic
  end

  private

  def cleanup_whitespaces(raw)
    raw.present? ? TextCleaner.normalize_whitespaces(raw).rstrip : ""
  end

  def prepare
    @post.acting_user = @editor
    @topic.acting_user = @editor
    @revised_at = @opts[:revised_at] || Time.zone.now
    @last_version_at = @post.last_version_at || Time.zone.now
    @version_changed = false
    @post_successfully_saved = true
    skip = @opts[:skip_validations]
    @validate_post = skip.nil? ? @opts.fetch(:validate_post, true) : !skip
    @validate_topic = skip.nil? ? @opts.fetch(:validate_topic, true) : !skip
    @skip_revision = @opts[:skip_revision]
  end

  def after_revision
    TopicLink.extract_from(@post)
    Topic.reset_highest(@topic.id)
    @post.trigger_post_process
    DiscourseEvent.trigger(:post_edited, @post, topic_changed?, self)
    alert_users
    publish_changes
  end

  def should_revise?
    post_changed? || topic_changed?
  end

  def post_changed?
    POST_TRACKED_FIELDS.any? { |f| @fields.key?(f) && @fields[f] != @post.public_send(f) }
  end

  def topic_changed?
    self.class.tracked_topic_fields.keys.any? { |field| @fields.key?(field) }
  end

  def revise_post
    if should_create_new_version?
      @version_changed = true
      @post.version += 1
      @post.public_version += 1
      @post.last_version_at = @revised_at
      revise
      limit_edits if !@opts[:bypass_rate_limiter]
      bump_topic
    else
      remember_original
      revise
    end
  end

  def limit_edits
    RateLimiter.new(@editor, "edit-post", SiteSetting.max_edits_per_day, 1.day).performed!
  end

  def revise
    update_post
    update_topic if topic_changed?
    create_or_update_revision
  end

  def update_post
    POST_TRACKED_FIELDS.each do |field|
      @post.public_send("#{field}=", @fields[field]) if @fields.key?(field)
    end
    @post.edit_reason = @fields[:edit_reason] if should_create_new_version?
    @post.last_editor_id = @editor.id
    @post.word_count = @fields[:raw].scan(/[[:word:]]+/).size if @fields.key?(:raw)
    @post.self_edits += 1 if @editor == @post.user
    @post_successfully_saved = @post.save(validate: @validate_post)
  end

  def update_topic
    Topic.transaction do
      self.class.tracked_topic_fields.each do |field, callback|
        next if @topic_changes.errored? || !@fields.key?(field)
        callback.call(@topic_changes, @fields[field], @fields)
      end
      if !@topic_changes.errored?
        @topic_changes.check_result(@topic.save(validate: @validate_topic))
      end
    end
  end

  def should_create_new_version?
    return false if @skip_revision
    @post.last_editor_id != @editor.id || !grace_period_edit? || owner_changed? ||
      @opts[:force_new_version] == true ||
      (@fields[:edit_reason].present? && @fields[:edit_reason] != @post.edit_reason)
  end

  def owner_changed?
    @fields.key?(:user_id) && @fields[:user_id].to_i != @post.user_id
  end

  # A small change soon after the last one makes no new version.
  def grace_period_edit?
    return false if @revised_at - @last_version_at > SiteSetting.editing_grace_period
    new_raw = @fields[:raw] or return true

    max_diff = SiteSetting.editing_grace_period_max_diff
    if @editor.staff? || @editor.trust_level > 1
      max_diff = SiteSetting.editing_grace_period_max_diff_high_trust
    end
    (original("raw", @post.raw).size - new_raw.size).abs <= max_diff &&
      diff_size(original("raw", @post.raw), new_raw) <= max_diff
  end

  # @return [Integer] how many characters were taken out and put in
  def diff_size(before, after)
    @diff_size ||= CharacterDiff.new(before, after).size
  end

  # The text as it was when the grace period began; core keeps it in Redis.
  def original(field, default)
    HostKeys.get(original_key(field)) || default
  end

  def remember_original
    return if HostKeys.get(original_key("raw"))
    %w[raw cooked].each do |field|
      HostKeys.setex(
        original_key(field),
        SiteSetting.editing_grace_period + 1,
        @post.public_send(field),
      )
    end
  end

  def original_key(field)
    "original_#{field}_#{(@last_version_at.to_f * 1000).to_i}#{@post.id}"
  end

  def create_or_update_revision
    return if @skip_revision || !successfully_saved_post_and_topic
    @version_changed ? create_revision : update_revision
  end

  def create_revision
    modifications = changes
    %w[raw cooked].each do |field|
      modifications[field][0] = original(field, modifications[field][0]) if modifications[field]
    end
    @post_revision =
      PostRevision.create!(
        user_id: @post.last_editor_id,
        post_id: @post.id,
        number: @post.version,
        modifications: modifications,
      )
  end

  def update_revision
    revision = PostRevision.find_by(post_id: @post.id, number: @post.version) or return
    revision.user_id = @post.last_editor_id
    changes.each do |field, (before, after)|
      before = revision.modifications[field][0] if revision.modifications.key?(field)
      before.to_s == after.to_s ?
        revision.modifications.delete(field) :
        revision.modifications[field] = [before, after]
    end
    revision.modifications.empty? ? revision.destroy : revision.save
  end

  def changes
    @post
      .previous_changes
      .slice(*POST_TRACKED_FIELDS)
      .to_h
      .merge(@topic_changes.diff.stringify_keys)
  end

  def bump_topic
    return if !@post_successfully_saved || @topic_changes.errored? || @opts[:bypass_bump]
    return if Post.where(topic_id: @topic.id).where("post_number > ?", @post.post_number).exists?
    @topic.update_column(:bumped_at, Time.zone.now)
  end

  def alert_users
    return if @editor.id == Discourse::SYSTEM_USER_ID
    Jobs.enqueue(:post_alert, post_id: @post.id)
  end

  def publish_changes
    options = @topic_changes.diff.any? && !@topic_changes.errored? ? { reload_topic: true } : {}
    DiscourseEvent.trigger(:before_post_publish_changes, changes, @topic_changes, options)
    @post.publish_change_to_clients!(:revised, options)
  end

  def successfully_saved_post_and_topic
    @post_successfully_saved && !@topic_changes.errored?
  end
end
