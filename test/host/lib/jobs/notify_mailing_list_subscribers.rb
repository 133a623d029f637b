# frozen_string_literal: true

module Jobs
  # Every public post to whoever wants the forum as a mailing list.
  class NotifyMailingListSubscribers < ::Jobs::Base
    def execute(args)
      return if SiteSetting.disable_mailing_list_mode
      post = Post.find_by(id: args[:post_id])
      return if !post || post.raw.blank? || post.topic.blank? || post.topic.private_message?

      User
        .human_users
        .joins(:user_option)
        .where(active: true, user_options: { mailing_list_mode: true })
        .where.not(id: post.user_id)
        .each do |user|
          next if !Guardian.new(user).can_see?(post)
          message = UserNotifications.mailing_list_notify(user, post)
          Email::Sender.new(message, :mailing_list, user).send
        end
    end
  end
end
