# frozen_string_literal: true

# Creates a topic inside PostCreator's transaction: `:before_create_topic`, then the members, then the row with both.
class TopicCreator
  include HasErrors

  attr_reader :user, :guardian, :opts

  def initialize(user, guardian, opts)
    @user = user
    @guardian = guardian
    @opts = opts
    @added_users = []
  end

  # Tried before anything is written; the event may add errors to the topic.
  def valid?
    topic = Topic.new(topic_params)
    valid = topic.valid?
    DiscourseEvent.trigger(:after_validate_topic, topic, self)
    valid &&= topic.errors.empty?
    add_errors_from(topic) if !valid
    valid
  end

  def create
    topic = Topic.new(topic_params)
    topic.custom_fields = @opts[:custom_fields] if @opts[:custom_fields]
    DiscourseEvent.trigger(:before_create_topic, topic, self)
    process_private_message(topic)
    save_topic(topic)
    watch_topic(topic)
    UserActionManager.topic_created(topic)
    topic
  end

  private

  def topic_params
    private_message = @opts[:archetype] == Archetype.private_message
    guardian.ensure_can_create!(Topic) if !@opts[:skip_validations] && !private_message
    params = { title: @opts[:title], user_id: @user.id, last_post_user_id: @user.id }
    params[:visible] = @opts[:visible].nil? ? true : @opts[:visible]
    %i[subtype archetype advance_draft featured_link].each do |key|
      params[key] = @opts[key] if @opts[key].present?
    end
    params[:created_at] = Time.zone.parse(@opts[:created_at].to_s) if @opts[:created_at].present?
    params
  end

  def process_private_message(topic)
    return if @opts[:archetype] != Archetype.private_message

    topic.subtype ||= TopicSubtype.user_to_user
    if @opts[:target_usernames].blank? && @opts[:target_emails].blank? &&
         @opts[:target_group_names].blank?
      rollback_with!(topic, :no_user_selected)
    end
    rollback_with!(topic, :send_to_email_disabled) if @opts[:target_emails].present?

    add_users(topic, @opts[:target_usernames])
    add_groups(topic, @opts[:target_group_names])
    topic.topic_allowed_users.build(user_id: @user.id) if @added_users.exclude?(user)
  end

  def add_users(topic, usernames)
    return if usernames.blank?

    names = usernames.split(",").map(&:downcase)
    users = User.where(username_lower: names).to_a
    users.each do |user|
      check_can_send_permission!(topic, user)
      @added_users << user
      topic.topic_allowed_users.build(user_id: user.id)
    end
    rollback_with!(topic, :target_user_not_found) if users.size != names.size
  end

  def add_groups(topic, names)
    return if names.blank?

    names = names.split(",").map(&:downcase)
    groups = Group.where("lower(name) IN (?)", names).to_a
    groups.each do |group|
      check_can_send_permission!(topic, group)
      topic.topic_allowed_groups.build(group_id: group.id)
    end
    rollback_with!(topic, :target_group_not_found) if groups.size != names.size
  end

  def check_can_send_permission!(topic, target)
    notify_moderators = @opts[:subtype] == TopicSubtype.notify_moderators
    if @opts[:skip_validations] ||
         guardian.can_send_private_message?(target, notify_moderators: notify_moderators)
      return
    end
    rollback_with!(topic, :cant_send_pm)
  end

  def save_topic(topic)
    topic.disable_rate_limits! if @opts[:skip_validations]
    rollback_from_errors!(topic) if !topic.save(validate: !@opts[:skip_validations])
  end

  def watch_topic(topic)
    watch(topic, topic.user_id) if @opts[:auto_track] != false
    topic.reload.topic_allowed_users.each do |row|
      next if row.user_id == Discourse::SYSTEM_USER_ID || row.user_id == topic.user_id
      watch(topic, row.user_id)
    end
    topic.allowed_group_users.each { |member| watch(topic, member.id) }
  end

  def watch(topic, user_id)
    TopicUser.change(
      user_id,
      topic.id,
      notification_level: TopicUser.notification_levels[:watching],
    )
  end
end
