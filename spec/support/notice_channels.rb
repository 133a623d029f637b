# frozen_string_literal: true

require_relative "notice_channels/ways"

# Every way by which core tells of a message, carries it elsewhere or lists it, for specs of requests.
# Each gives the texts that leave the server there, and says what of an ordinary message or topic is to
# be found in them: `both` title and text, or one of them.
module NoticeChannels
  # The block gets the last post and the reader.
  MESSAGES = {
    "list of notifications" => [:title, ->(_, reader) { ask(reader, "/notifications.json") }],
    "notifications of the user menu" => [
      :title,
      ->(_, reader) { ask(reader, "/notifications.json?recent=true&limit=30") },
    ],
    "messages of the user menu" => [
      :title,
      ->(_, reader) { ask(reader, "/u/#{reader.username}/user-menu-private-messages.json") },
    ],
    "desktop notification" => [:both, ->(post, reader) { published_to(reader, "alert", post) }],
    "payload for browsers" => [
      :both,
      ->(post, reader) { PushNotificationPusher.push(reader, alert_payload(post, reader)).to_json },
    ],
    "payload for the hub" => [:both, ->(post, reader) { alert_payload(post, reader).to_json }],
    "mail about a message" => [
      :both,
      ->(post, reader) { mail(:user_private_message, post, reader) },
    ],
    "mail about a reply" => [:both, ->(post, reader) { mail(:user_replied, post, reader) }],
    "mail about a mention" => [:both, ->(post, reader) { mail(:user_mentioned, post, reader) }],
    "mail about a post" => [:both, ->(post, reader) { mail(:user_posted, post, reader) }],
    "mail with earlier posts" => [
      :both,
      ->(post, reader) do
        always = UserOption.previous_replies_type[:always]
        reader.user_option.update!(email_previous_replies: always, email_in_reply_to: true)
        mail(:user_private_message, post, reader)
      end,
    ],
    "mail about an invitation" => [
      :both,
      ->(post, reader) { mail(:user_invited_to_private_message, post.topic.first_post, reader) },
    ],
    "feed of private posts" => [:both, ->(_, reader) { ask(reader, "/private-posts.rss") }],
    "private posts as an administrator gets them" => [
      :both,
      ->(_, _) { ask(Fabricate(:admin), "/private-posts.json") },
    ],
    "raw of a post as an administrator gets it" => [
      :text,
      ->(post, _) do
        admin = Fabricate(:admin)
        [
          "/raw/#{post.topic_id}",
          "/raw/#{post.topic_id}/#{post.post_number}",
          "/posts/#{post.id}/raw",
          "/posts/#{post.id}.json",
        ].map { |path| path + ask(admin, path) }
      end,
    ],
    "post by its number, replies and what they answer" => [
      :text,
      ->(post, reader) do
        [
          "/posts/by_number/#{post.topic_id}/#{post.post_number}.json",
          "/posts/#{post.topic.first_post.id}/replies.json",
          "/posts/#{post.id}/reply-history.json",
        ].map { |path| ask(reader, path) }
      end,
    ],
    "list of messages" => [
      :title,
      ->(_, reader) { ask(reader, "/topics/private-messages/#{reader.username}.json") },
    ],
    "list of sent messages" => [
      :title,
      ->(post, _) do
        writer = post.topic.user
        ask(writer, "/topics/private-messages-sent/#{writer.username}.json")
      end,
    ],
    "webhook about a post" => [:both, ->(post, _) { WebHook.generate_payload(:post, post) }],
    "webhook about a topic" => [
      :title,
      ->(post, _) do
        view = TopicView.new(post.topic_id, Discourse.system_user)
        WebHook.generate_payload(:topic, view, WebHookTopicViewSerializer)
      end,
    ],
    "webhook about a notification" => [
      :title,
      ->(post, reader) do
        notification = reader.notifications.find_by!(topic_id: post.topic_id)
        WebHook.generate_payload(:notification, notification, NotificationSerializer)
      end,
    ],
    "member's own archive, without raw" => [:both, ->(post, _) { archive(post.user) }],
    "activity" => [
      :both,
      ->(_, reader) { ask(reader, "/user_actions.json?username=#{reader.username}&filter=13") },
    ],
    "search" => [:both, ->(post, reader) { search(post, reader, "in:personal-direct") }],
    "search in the message" => [
      :both,
      ->(post, reader) { search(post, reader, "#{post.user.username} topic:#{post.topic_id}") },
    ],
    "bookmarks" => [
      :both,
      ->(post, reader) do
        bookmark(post, reader)
        ask(reader, "/u/#{reader.username}/bookmarks.json")
      end,
    ],
    "bookmark of a topic" => [
      :both,
      ->(post, reader) do
        bookmark(post.topic, reader)
        ask(reader, "/u/#{reader.username}/bookmarks.json")
      end,
    ],
    "bookmarks of the user menu" => [
      :both,
      ->(post, reader) do
        bookmark(post, reader)
        ask(reader, "/u/#{reader.username}/user-menu-bookmarks.json")
      end,
    ],
    "calendar of bookmarks" => [
      :title,
      ->(post, reader) do
        bookmark(post, reader)
        ask(reader, "/u/#{reader.username}/bookmarks.ics")
      end,
    ],
    "reminder of a bookmark" => [
      :title,
      ->(post, reader) do
        BookmarkManager.send_reminder_notification(bookmark(post, reader).id)
        [reader.notifications.last.data, ask(reader, "/notifications.json")]
      end,
    ],
    "exported bookmarks" => [
      :link,
      ->(post, reader) do
        bookmark(post, reader)
        job = Jobs::ExportUserArchive.new
        job.archive_for_user = reader
        job.bookmarks_export.to_a.join("\n")
      end,
    ],
    "suggested and related messages" => [
      :title,
      ->(post, reader) do
        other = Fabricate(:private_message_topic, user: post.user, recipient: reader)
        Fabricate(:post, topic: other, user: post.user)
        ask(reader, "/t/#{other.id}.json")
      end,
    ],
    "topic's excerpt" => [
      :text,
      ->(post, _) { post.topic.reload.excerpt.to_s + post.topic.relative_url },
    ],
    "page for crawlers and paper, and its description" => [
      :both,
      ->(post, reader) do
        page = Nokogiri.HTML5(ask(reader, post.topic.relative_url))
        page.css("#data-preloaded").remove
        page.to_html
      end,
    ],
    "message bus" => [:title, ->(post, reader) { published_to(reader, "notification", post) }],
  }.freeze

  # Public only, in core: an ordinary message is no more to be found there than an encrypted one.
  PUBLIC = {
    "summary by mail" => [
      :both,
      ->(_, reader) do
        freeze_time(1.hour.from_now)
        mail_texts(UserNotifications.digest(reader, since: 1.day.ago))
      end,
    ],
    "mailing list" => [
      :both,
      ->(post, reader) do
        SiteSetting.disable_mailing_list_mode = false
        reader.user_option.update!(mailing_list_mode: true)
        ActionMailer::Base.deliveries.clear
        Jobs::NotifyMailingListSubscribers.new.execute(post_id: post.id)
        ActionMailer::Base.deliveries.map { |mail| mail_texts(mail) }.join
      end,
    ],
    "feed of a topic" => [:both, ->(post, reader) { ask(reader, "/t/-/#{post.topic_id}.rss") }],
    "feed of posts" => [:both, ->(_, reader) { ask(reader, "/posts.rss") }],
    "posts as JSON" => [:both, ->(_, reader) { ask(reader, "/posts.json") }],
    "feed of a member's activity" => [
      :both,
      ->(post, reader) { ask(reader, "/u/#{post.user.username}/activity.rss") },
    ],
    "onebox" => [:both, ->(post, reader) { Oneboxer.preview(url(post), user_id: reader.id) }],
    "inline onebox" => [
      :title,
      ->(post, reader) { InlineOneboxer.lookup(url(post), user_id: reader.id).to_json },
    ],
  }.freeze

  include Ways
end
