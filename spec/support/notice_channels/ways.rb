# frozen_string_literal: true

module NoticeChannels
  # How a spec of requests comes by what leaves the server. Each method gives texts.
  module Ways
    # Without the slug, which core's answers may repeat.
    def url(post)
      "#{Discourse.base_url}/t/-/#{post.topic_id}/#{post.post_number}"
    end

    def ask(reader, path)
      sign_in(reader)
      get(path)
      response.body
    end

    def mail(type, post, reader)
      notification =
        Fabricate(
          :notification,
          notification_type: Notification.types.fetch(type.to_s.delete_prefix("user_").to_sym),
          user: reader,
          post:,
          data: {
            original_post_id: post.id,
            original_username: post.user.username,
            display_username: post.user.username,
            topic_title: post.topic.title,
          }.to_json,
        )
      message =
        UserNotifications.public_send(
          type,
          reader,
          post:,
          notification_type: notification.notification_type,
          notification_data_hash: notification.data_hash,
        )
      Email::Sender.new(message, type, reader).send
      mail_texts(message)
    end

    # Headers and parts, decoded.
    def mail_texts(mail)
      parts = mail.multipart? ? mail.all_parts.reject(&:multipart?) : [mail]
      headers = mail.header.fields.map { |field| "#{field.name}: #{field.value}" }
      [*headers, *parts.map { |part| part.decoded.to_s }].join("\n")
    end

    def alert_payload(post, reader)
      payload = nil
      handler = ->(_, sent) { payload = sent }
      DiscourseEvent.on(:push_notification, &handler)
      alert(post, reader)
      payload
    ensure
      DiscourseEvent.off(:push_notification, &handler)
    end

    def published_to(reader, channel, post)
      messages =
        MessageBus.track_publish do
          alert(post, reader)
          reader.publish_notifications_state
          post.publish_change_to_clients!(:created)
          post.publish_change_to_clients!(:revised)
          PrivateMessageTopicTrackingState.publish_new(post.topic)
          PrivateMessageTopicTrackingState.publish_unread(post)
        end
      expect(messages.map(&:channel).join(" ")).to include(channel)
      messages.map { |message| [message.channel, message.data.to_json] }.join("\n")
    end

    def alert(post, reader)
      PostAlerter.create_notification_alert(
        user: reader,
        post:,
        notification_type: Notification.types[:private_message],
        username: post.user.username,
      )
    end

    # Lines of the member's archive of posts.
    def archive(member, raw: false)
      job = Jobs::ExportUserArchive.new
      job.archive_for_user = member
      header = job.get_header("user_archive")
      rows = job.user_archive_export.map { |row| header.zip(row).to_h }
      rows = rows.map { |row| row.except("post_raw") } if !raw
      rows.to_json
    end

    # By a word of theirs, and by what finds encrypted messages too, which have no word in the index.
    def search(post, reader, *terms)
      with_search_indexer_enabled do
        post.topic.posts.each { |each| SearchIndexer.index(each, force: true) }
        word = Nokogiri::HTML5.fragment(post.cooked).text[/\w{6,}/]
        ["#{word} in:messages", *terms].map do |term|
          ask(reader, "/search.json?#{{ q: term }.to_query}")
        end
      end
    end

    def bookmark(target, reader)
      BookmarkManager.new(reader).create_for(
        bookmarkable_id: target.id,
        bookmarkable_type: target.class.name,
        reminder_at: 1.day.from_now,
      )
    end
  end
end
