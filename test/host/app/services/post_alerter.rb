# frozen_string_literal: true

# Who hears of a post, and what they are told: notification, live alert, push.
class PostAlerter
  def self.create_notification_alert(user:, post:, notification_type:, excerpt: nil, username: nil)
    return if user.suspended?

    payload = {
      notification_type: notification_type,
      post_number: post.post_number,
      topic_title: post.topic.title,
      topic_id: post.topic.id,
      excerpt: excerpt || post.excerpt(400, text_entities: true, strip_links: true),
      username: username || post.username,
      post_url: post.url,
    }
    DiscourseEvent.trigger(:pre_notification_alert, user, payload)

    MessageBus.publish("/notification-alert/#{user.id}", payload, user_ids: [user.id])
    push_notification(user, payload)
  end

  def self.push_notification(user, payload)
    DiscourseEvent.trigger(:push_notification, user, payload)
    Jobs.enqueue(:send_push_notification, user_id: user.id, payload: payload)
    Jobs.enqueue(:push_notification, user_id: user.id, payload: payload)
  end
  def post_created(post, new_record: false)
    DiscourseEvent.trigger(:post_alerter_before_post, post, new_record, [])
    return if post.post_type == Post.types[:small_action]

    notified = [post.user, post.last_editor]
    notified += notify_mentioned(post, notified)
    return if !new_record
    notified += notify_reply_to(post, notified)
    notify_pm_users(post, notified) if post.topic.private_message?
    DiscourseEvent.trigger(:post_alerter_after_save_post, post, new_record, notified)
  end

  # @return [Notification, nil]
  def create_notification(user, type, post, opts = {})
    DiscourseEvent.trigger(:before_create_notification, user, type, post, opts)
    return if user.blank? || user.bot? || !Guardian.new(user).can_see?(post.topic)
    return if muted?(user, post.topic)

    existing = user.notifications.where(topic_id: post.topic_id, post_number: post.post_number)
    return if existing.exists?(notification_type: type)

    first_existing = !existing.exists?
    original_post = post
    post, opts = collapse(user, post, opts) if type == Notification.types[:private_message]
    data = notification_data(post, original_post, opts)
    data = DiscoursePluginRegistry.apply_modifier(:notification_data, data)
    created =
      user.notifications.create!(
        notification_type: type,
        topic_id: post.topic_id,
        post_number: post.post_number,
        data: data.to_json,
      )
    alert(user, original_post, type) if first_existing
    created
  end

  private

  def alert(user, post, notification_type)
    self.class.create_notification_alert(user:, post:, notification_type:, username: post.username)
  end

  def muted?(user, topic)
    TopicUser.get(topic, user)&.notification_level == TopicUser.notification_levels[:muted]
  end

  # Several unread posts of one message make one notification, which leads to the first of them.
  def collapse(user, post, opts)
    type = Notification.types[:private_message]
    user
      .notifications
      .where(topic_id: post.topic_id, notification_type: type, read: false)
      .destroy_all

    read = TopicUser.get(post.topic, user)&.last_read_post_number.to_i
    unread =
      Post
        .where(topic_id: post.topic_id, post_type: Post.types[:regular])
        .where("post_number > ?", read)
        .order(:post_number)
    return post, opts if unread.empty?

    opts =
      opts.merge(display_username: I18n.t("embed.replies", count: unread.size)) if unread.size > 1
    [unread.first, opts]
  end

  def notification_data(post, original_post, opts)
    {
      topic_title: title_for(post),
      original_post_id: original_post.id,
      original_post_type: original_post.post_type,
      original_username: original_post.username,
      revision_number: opts[:revision_number],
      display_username: opts[:display_username] || post.user.username,
      display_name: opts[:display_name] || post.user.name,
    }
  end

  # In a message the title it had at first, when a revision of the post knows it.
  def title_for(post)
    change =
      post
        .revisions
        .map(&:modifications)
        .find { |m| m.key?("title") } if post.topic.private_message?
    change ? change["title"][0] : post.topic.title
  end

  def notify_mentioned(post, notified)
    mentioned = User.where(username_lower: post.raw_mentions).to_a - notified
    mentioned.each { |user| create_notification(user, Notification.types[:mentioned], post) }
  end

  def notify_reply_to(post, notified)
    user = post.reply_to_post&.user
    return [] if !user || notified.include?(user) || post.topic.private_message?
    create_notification(user, Notification.types[:replied], post)
    [user]
  end

  def notify_pm_users(post, notified)
    users = post.topic.all_allowed_users.to_a - notified
    DiscourseEvent.trigger(:before_create_notifications_for_users, users, post)
    users.each do |user|
      level = TopicUser.get(post.topic, user)&.notification_level
      next if level != TopicUser.notification_levels[:watching] && post.reply_to_post&.user != user
      create_notification(user, Notification.types[:private_message], post)
    end
  end
end
