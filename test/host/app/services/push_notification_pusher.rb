# frozen_string_literal: true

# What the browser's push service is given for the member's devices.
class PushNotificationPusher
  # @return [Hash] the message
  def self.push(user, payload)
    payload = payload.with_indifferent_access
    message = {
      title: title(payload),
      body: payload[:excerpt],
      tag: "#{Discourse.current_hostname}-#{payload[:topic_id]}",
      base_url: Discourse.base_url,
      url: payload[:post_url],
    }
    PushMessage.create!(user_id: user.id, payload: message)
    message
  end

  def self.title(payload)
    name = Notification.types[payload[:notification_type]]
    payload =
      DiscoursePluginRegistry.apply_modifier(:push_notification_pusher_title_payload, payload)
    I18n.t(
      "discourse_push_notifications.popup.#{name}",
      site_title: SiteSetting.title,
      topic: payload[:topic_title],
      username: payload[:username],
    )
  end
end
