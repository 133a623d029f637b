# frozen_string_literal: true

module Jobs
  # Core encrypts the payload for each browser and posts it to the browser's push service; here it is written down.
  class SendPushNotification < ::Jobs::Base
    def execute(args)
      PushMessage.create!(user_id: args[:user_id], payload: args[:payload])
    end
  end
end
