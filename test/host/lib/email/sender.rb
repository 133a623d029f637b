# frozen_string_literal: true

module Email
  # Delivers a mail and logs that it did.
  class Sender
    def initialize(message, email_type, user = nil)
      @message = message
      @email_type = email_type
      @user = user
    end

    def send
      return if @message.to.blank?

      add_list_headers
      put_in_reply_key
      @message.deliver_now
      EmailLog.create!(
        email_type: @email_type,
        to_address: @message.to.first,
        user_id: @user&.id,
        post_id: @message.header["X-Discourse-Post-Id"]&.value,
        topic_id: @message.header["X-Discourse-Topic-Id"]&.value,
        message_id: @message.message_id,
      )
    end

    private

    # RFC 2919. The archive's address holds the topic's title, as a slug.
    def add_list_headers
      topic = Topic.find_by(id: @message.header["X-Discourse-Topic-Id"]&.value) or return
      @message.header["Precedence"] = "list"
      @message.header["List-ID"] = "#{SiteSetting.title} <#{Discourse.current_hostname}>"
      @message.header["List-Archive"] = SiteSetting.private_email? ? Discourse.base_url : topic.url
    end

    # Where the answer to this post, by this member, is taken as a post.
    def put_in_reply_key
      address = @message.header["Reply-To"]&.value
      return if !address&.include?("%{reply_key}")
      post_id = @message.header["X-Discourse-Post-Id"].value
      key = PostReplyKey.create_or_find_by!(post_id: post_id, user_id: @user.id).reply_key
      @message.header["Reply-To"] = nil
      @message.header["Reply-To"] = address.sub("%{reply_key}", key)
    end
  end
end
