# frozen_string_literal: true

module Jobs
  class UserEmail < ::Jobs::Base
    # @param args type (method of UserNotifications), user_id, notification_id
    def execute(args)
      return if SiteSetting.disable_emails == "yes"

      user = User.find_by(id: args[:user_id])
      notification = Notification.find_by(id: args[:notification_id])
      return if !user || user.bot? || user.suspended? || !notification

      post = Post.find_by_number(notification.topic_id, notification.post_number)
      return if !post || post.user_deleted

      message =
        UserNotifications.public_send(
          args[:type],
          user,
          post: post,
          notification_type: notification.notification_type,
          notification_data_hash: notification.data_hash,
        )
      Email::Sender.new(message, args[:type], user).send
    end
  end
end
