# frozen_string_literal: true

module EncryptedMessages
  module NotificationExtension
    # Core calls this for every list of a member's notifications, before it is serialized.
    def populate_acting_user(notifications)
      topics = notifications.filter_map(&:topic)
      NoticeSerialization.preload(topics, notifications.first.user) if topics.any?
      super
    end
  end
end
