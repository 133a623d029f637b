# frozen_string_literal: true

module Jobs
  # Core encrypts the message for each browser and posts it to the browser's push service; here it is written down.
  class SendPushNotification < ::Jobs::Base
    def execute(args)
      PushNotificationPusher.push(User.find(args[:user_id]), args[:payload])
    end
  end
end
