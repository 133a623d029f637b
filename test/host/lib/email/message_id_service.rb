# frozen_string_literal: true

module Email
  # Which post a mail answers, by the ids of the mails that were sent about it.
  module MessageIdService
    def self.find_post_from_message_ids(message_ids)
      message_ids = message_ids.map { |id| message_id_clean(id) }
      post_ids = message_ids.filter_map { |id| id[message_id_discourse_regexp, 1] }.map(&:to_i)
      post_ids += Post.where(outbound_message_id: message_ids).pluck(:id)
      post_ids += EmailLog.where(message_id: message_ids).pluck(:post_id)
      post_ids += IncomingEmail.where(message_id: message_ids).pluck(:post_id)
      Post.where(id: post_ids.compact).order(:created_at).last
    end

    def self.message_id_discourse_regexp
      Regexp.new("discourse/post/(\\d+)@#{Regexp.escape(host)}")
    end

    def self.message_id_clean(message_id)
      message_id.to_s.delete_prefix("<").delete_suffix(">")
    end

    def self.host
      Discourse.current_hostname
    end
  end
end
