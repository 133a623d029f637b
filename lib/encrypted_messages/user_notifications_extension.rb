# frozen_string_literal: true

module EncryptedMessages
  module UserNotificationsExtension
    protected

    # The HTML part of a mail is made from `cooked`, but the text part from `raw`.
    def email_post_markdown(post, add_posted_by = false)
      placeholder = Placeholder.text(post)
      placeholder ? super.sub(post.raw) { placeholder } : super
    end
  end
end
