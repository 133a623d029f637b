# frozen_string_literal: true

# Mails about posts. The HTML part is made of the cooked post, the text part of its raw.
class UserNotifications < ActionMailer::Base
  layout nil

  # A post in a message.
  def user_private_message(user, opts)
    notification_email(user, opts.merge(notification_type: "posted", allow_reply_by_email: true))
  end

  %w[mentioned quoted replied posted].each do |type|
    define_method(:"user_#{type}") do |user, opts|
      notification_email(user, opts.merge(notification_type: type, allow_reply_by_email: true))
    end
  end

  def user_invited_to_private_message(user, opts)
    notification_email(
      user,
      opts.merge(notification_type: "invited_to_private_message", use_invite_template: true),
    )
  end

  # A member in mailing-list mode gets every public post.
  def mailing_list_notify(user, post)
    notification_email(
      user,
      post: post,
      allow_reply_by_email: true,
      notification_type: "posted",
      notification_data_hash: {
        original_username: post.user.username,
        topic_title: post.topic.title,
      },
    )
  end

  # What a member missed: public topics with how they begin, and counts of everything else.
  def digest(user, opts = {})
    @topics = Topic.for_digest(user, opts[:since] || 1.month.ago)
    return if @topics.empty?
    @unread = user.unread_notifications + user.unread_high_priority_notifications
    mail(
      to: user.email,
      from: SiteSetting.notification_email,
      subject: I18n.t("user_notifications.digest.subject", site_name: SiteSetting.title),
    ) do |format|
      format.text { render "user_notifications/digest" }
      format.html { render "user_notifications/digest" }
    end
  end

  protected

  # The post as text: its raw.
  def email_post_markdown(post, add_posted_by = false)
    result = +"#{post.raw}\n\n"
    if add_posted_by
      date = post.created_at.strftime("%m/%d/%Y")
      result << I18n.t("user_notifications.posted_by", username: post.username, post_date: date) <<
        "\n\n"
    end
    result
  end

  def notification_email(user, opts)
    data = opts[:notification_data_hash]
    username = data[:original_username] || data[:display_username]
    options = {
      title: data[:topic_title],
      post: opts[:post],
      username: username,
      from_alias: I18n.t("email_from", user_name: username, site_name: SiteSetting.title),
      allow_reply_by_email: opts[:allow_reply_by_email],
      notification_type: opts[:notification_type],
      use_invite_template: opts[:use_invite_template],
      user: user,
    }
    send_notification_email(
      DiscoursePluginRegistry.apply_modifier(:user_notification_email_options, options),
    )
  end

  def send_notification_email(opts)
    post = opts[:post]
    user = opts[:user]
    title = opts[:title]
    title =
      I18n.t("system_messages.private_topic_title", id: post.topic_id) if SiteSetting.private_email?
    context_posts = context_posts_of(post, user)
    text = opts[:use_invite_template] ? invite_text(opts, title) : message_text(post)
    html =
      opts[:use_invite_template] ? PrettyText.cook(text) : message_html(post, context_posts, opts)

    headers["Reply-To"] = SiteSetting.reply_by_email_address if reply_by_email?(opts)
    headers["X-Discourse-Post-Id"] = post.id.to_s
    headers["X-Discourse-Topic-Id"] = post.topic_id.to_s
    TopicUser.change(user.id, post.topic_id, last_emailed_post_number: post.post_number)
    mail(
      to: user.email,
      from: "#{opts[:from_alias]} <#{SiteSetting.notification_email}>",
      subject: subject_for(post, title),
    ) do |format|
      format.text do
        render plain: build_body(text_body(text, context_posts, post, opts), post, user)
      end
      format.html { render html: html.html_safe }
    end
  end

  private

  # What `Email::MessageBuilder#body` lets plugins change.
  def build_body(body, post, user)
    options = { post_id: post.id, topic_id: post.topic_id }
    DiscoursePluginRegistry.apply_modifier(:message_builder_body, body, options, user.email)
  end

  def subject_for(post, title)
    SiteSetting
      .email_subject
      .gsub("%{site_name}", SiteSetting.email_prefix.presence || SiteSetting.title)
      .gsub("%{optional_pm}", post.topic.private_message? ? I18n.t("subject_pm") : "")
      .gsub(/%{optional_(cat|tags)}/, "")
      .gsub("%{topic_title}") { title }
  end

  def message_text(post)
    if SiteSetting.private_email?
      I18n.t("system_messages.contents_hidden")
    else
      email_post_markdown(post)
    end
  end

  def invite_text(opts, title)
    I18n.t(
      "user_notifications.invited_to_private_message_body",
      username: opts[:username],
      topic_title: title,
      topic_excerpt: opts[:post].is_first_post? ? opts[:post].excerpt : "",
      topic_url: opts[:post].topic.url,
    )
  end

  def text_body(text, context_posts, post, opts)
    context = context_posts.map { |context_post| email_post_markdown(context_post, true) }
    context.unshift("-- \n*#{I18n.t("user_notifications.previous_discussion")}*\n") if context.any?
    respond =
      "user_notifications.#{opts[:allow_reply_by_email] ? "reply" : "visit"}_link_to_respond"
    [text, *context, "---", I18n.t(respond, base_url: Discourse.base_url, url: post.url)].join(
      "\n\n",
    )
  end

  def message_html(post, context_posts, opts)
    render_to_string(
      template: "email/notification",
      formats: [:html],
      locals: {
        post: post,
        context_posts: context_posts,
        in_reply_to_post: (post.reply_to_post if opts[:user].user_option.email_in_reply_to),
        username: opts[:username],
        private_email: SiteSetting.private_email?,
      },
    )
  end

  # The posts just before, as far as the member wants them repeated; none by default.
  def context_posts_of(post, user)
    types = UserOption.previous_replies_type
    wish = user.user_option.email_previous_replies
    return [] if wish == types[:never] || SiteSetting.private_email?

    posts =
      Post
        .where(
          topic_id: post.topic_id,
          hidden: false,
          user_deleted: false,
          post_type: Post.types[:regular],
        )
        .where("post_number < ?", post.post_number)
        .order(created_at: :desc)
        .limit(SiteSetting.email_posts_context)
    last_emailed = TopicUser.get(post.topic, user)&.last_emailed_post_number
    posts = posts.where("post_number > ?", last_emailed) if last_emailed &&
      wish == types[:unless_emailed]
    posts.to_a
  end

  # Where an answer by mail would be taken as a post.
  def reply_by_email?(opts)
    opts[:allow_reply_by_email] && SiteSetting.reply_by_email_enabled? &&
      SiteSetting.reply_by_email_address.present?
  end
end
