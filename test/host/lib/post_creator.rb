# frozen_string_literal: true

# Creates a post, and its topic when there is none. The order of validations, events and the transaction is core's:
# `:before_create_post` and `:validate_post` come first and are skipped with `skip_validations`; topic, post and what
# belongs to them are one transaction; `:topic_created` and `:post_created` come after its commit.
class PostCreator
  include HasErrors

  # Passed through to the post where given.
  POST_OPTIONS =
    %i[post_type no_bump cooking_options image_sizes acting_user cook_method] +
      %i[via_email raw_email action_code locale]

  attr_reader :opts, :post

  # @param opts see core's PostCreator: raw, topic_id or title/archetype/target_usernames, skip_validations, …
  def initialize(user, opts)
    @user = user
    @opts = opts || {}
    %i[title raw].each do |key|
      opts[key] = opts[key].delete("\u0000") if opts[key]&.include?("\u0000")
    end
    opts.delete(:reply_to_post_number) if !opts[:topic_id]
  end

  def self.create(user, opts)
    new(user, opts).create
  end

  def self.create!(user, opts)
    new(user, opts).create!
  end

  def skip_validations?
    @opts[:skip_validations]
  end

  def guardian
    @guardian ||= @opts[:guardian] || Guardian.new(@user)
  end

  def valid?
    @topic = nil
    @post = nil
    return false if !recipients_valid?
    if new_topic? && !skip_validations? && !validate_child(TopicCreator.new(@user, guardian, @opts))
      return false
    end
    return false if !new_topic? && !find_topic

    setup_post
    return true if skip_validations?

    DiscourseEvent.trigger(:before_create_post, @post, @opts)
    DiscourseEvent.trigger(:validate_post, @post)
    # Adds to the errors that the handlers have left.
    PostValidator.new(
      skip_topic: true,
      private_message: @opts[:archetype] == Archetype.private_message,
    ).validate(@post)
    add_errors_from(@post) if @post.errors.present?
    @post.errors.blank?
  end

  # @return [Post, nil]; look at `errors` for whether it was saved
  def create
    if valid?
      transaction do
        create_topic
        save_post
        UserActionManager.post_created(@post)
        TopicLink.extract_from(@post)
        track_topic
        update_topic_stats
        update_user_counts
        ensure_in_allowed_users if guardian.is_staff?
        DraftSequence.next!(@user, draft_key) if @opts[:advance_draft]
      end
    end

    if @post && errors.blank?
      @post.store_unique_post_key
      @post.topic.reload
      publish
      trigger_after_events if !@opts[:skip_events]
      enqueue_jobs if !@opts[:skip_jobs]
    end
    @post
  end

  # @raise ActiveRecord::RecordNotSaved
  def create!
    create
    raise ActiveRecord::RecordNotSaved, errors.full_messages.to_sentence if errors.any?
    @post
  end

  def enqueue_jobs
    return if !@post || @post.errors.present?

    Jobs.enqueue(:post_alert, post_id: @post.id, new_record: true)
    Jobs.enqueue(:notify_mailing_list_subscribers, post_id: @post.id)
    @post.trigger_post_process(new_post: true)
    PrivateMessageTopicTrackingState.publish_new(@topic) if new_topic? && @topic.private_message?
  end

  def trigger_after_events
    DiscourseEvent.trigger(:topic_created, @post.topic, @opts, @user) if !@opts[:topic_id]
    DiscourseEvent.trigger(:post_created, @post, @opts, @user)
  end

  # Runs before the row is inserted, whoever inserts it.
  def self.before_create_tasks(post)
    set_reply_info(post)
    post.word_count = post.raw.scan(/[[:word:]]+/).size
    counted = !post.topic&.private_message? || post.post_type != Post.types[:small_action]
    post.post_number ||=
      Topic.next_post_number(
        post.topic_id,
        reply: post.reply_to_post_number.present?,
        post: counted,
      )
    post.cooked ||= post.cook(post.raw, (post.cooking_options || {}).merge(topic_id: post.topic_id))
    post.sort_order = post.post_number
    post.last_version_at ||= Time.zone.now
  end

  def self.set_reply_info(post)
    return if post.reply_to_post_number.blank?
    # locked before the topic is, as by likes and edits
    replied_to =
      Post.where(topic_id: post.topic_id, post_number: post.reply_to_post_number).lock.first
    post.reply_to_user_id ||= replied_to.user_id if replied_to
  end
  private_class_method :set_reply_info

  private

  def new_topic?
    @opts[:topic_id].blank?
  end

  def recipients_valid?
    if @user.suspended? && !skip_validations?
      errors.add(:base, I18n.t(:user_is_suspended))
    elsif @opts[:target_usernames].present? && !skip_validations? && !@user.staff?
      names = @opts[:target_usernames].split(",")
      limit = SiteSetting.max_allowed_message_recipients
      if names.length > limit
        errors.add(:base, I18n.t(:max_pm_recipients, recipients_limit: limit))
      else
        refuse_unwilling(names)
      end
    end
    errors.empty?
  end

  def refuse_unwilling(names)
    User
      .joins(:user_option)
      .where(username_lower: names.map(&:downcase), user_options: { allow_private_messages: false })
      .where.not(id: @user.id)
      .each { |user| errors.add(:base, I18n.t(:not_accepting_pms, username: user.username)) }
  end

  def find_topic
    @topic = Topic.find_by(id: @opts[:topic_id])
    if @topic && @opts[:archetype] == Archetype.private_message
      errors.add(:base, I18n.t(:create_pm_on_existing_topic))
      return false
    end
    return true if @topic && (@opts[:skip_guardian] || guardian.can_create?(Post, @topic))

    errors.add(:base, I18n.t(:topic_not_found))
    false
  end

  # Replies to one topic are made one after the other, so that post numbers have no gaps.
  def transaction(&block)
    return Post.transaction(&block) if new_topic?
    DistributedMutex.synchronize("topic_id_#{@opts[:topic_id]}") { Post.transaction(&block) }
  end

  def setup_post
    @opts[:raw] = TextCleaner.normalize_whitespaces(@opts[:raw] || "").rstrip
    @post =
      Post.new(
        raw: @opts[:raw],
        topic_id: @topic&.id,
        user: @user,
        reply_to_post_number: @opts[:reply_to_post_number],
      )
    POST_OPTIONS.each { |name| @post.public_send("#{name}=", @opts[name]) if @opts[name].present? }
    @post.created_at = Time.zone.parse(@opts[:created_at].to_s) if @opts[:created_at].present?
    @post.custom_fields = @opts[:custom_fields] if @opts[:custom_fields]
  end

  def create_topic
    return if @topic
    begin
      topic_creator = TopicCreator.new(@user, guardian, @opts.merge(@opts[:topic_opts] || {}))
      @topic = topic_creator.create
    rescue ActiveRecord::Rollback
      rollback_from_errors!(topic_creator)
    end
    @post.topic_id = @topic.id
    @post.topic = @topic
  end

  def save_post
    @post.disable_rate_limits! if skip_validations?
    @post.skip_validation = skip_validations?
    rollback_from_errors!(@post) if !@post.save
  end

  def track_topic
    return if @opts[:auto_track] == false
    TopicUser.change(
      @post.user_id,
      @topic.id,
      posted: true,
      last_read_post_number: @post.post_number,
      last_posted_at: Time.zone.now,
    )
  end

  def update_topic_stats
    attrs = { updated_at: Time.zone.now }
    if !@post.whisper? && !@opts[:silent]
      attrs[:last_posted_at] = @post.created_at
      attrs[:last_post_user_id] = @post.user_id
      attrs[:word_count] = @topic.word_count.to_i + @post.word_count
      attrs[:excerpt] = @post.excerpt_for_topic if new_topic?
      attrs[:bumped_at] = @post.created_at if !@post.no_bump
    end
    @topic.update_columns(attrs)
  end

  def update_user_counts
    return if @topic.private_message?
    column = @post.is_first_post? ? :topic_count : :post_count
    UserStat.where(user_id: @user.id).update_all("#{column} = #{column} + 1")
  end

  # Staff and the system become members of a message by writing into it.
  def ensure_in_allowed_users
    return if !@topic.private_message? || @post.whisper?
    return if @post.post_type == Post.types[:small_action]
    return if @topic.topic_allowed_users.exists?(user_id: @user.id)
    if @topic.topic_allowed_groups.where(group_id: @user.group_users.select(:group_id)).exists?
      return
    end

    @topic.topic_allowed_users.create!(user_id: @user.id)
  end

  def draft_key
    @opts[:draft_key] || @topic&.draft_key || Draft::NEW_TOPIC
  end

  def publish
    return if @post.post_number == 1
    @post.publish_change_to_clients!(:created, skip_topic_stats: false)
  end
end
