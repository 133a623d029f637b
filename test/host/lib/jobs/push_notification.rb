# frozen_string_literal: true

module Jobs
  # The hub of the mobile application: gets the payload itself. Core posts it there; here it is written down.
  class PushNotification < ::Jobs::Base
    def execute(args)
      notification = args[:payload].dup
      notification[:url] = "#{Discourse.base_url}#{notification.delete(:post_url)}"
      PushMessage.create!(
        user_id: args[:user_id],
        payload: {
          url: Discourse.base_url,
          title: SiteSetting.title,
          notifications: [notification],
        },
      )
    end
  end
end
