# frozen_string_literal: true

# A click that the client reported with its URL.
class TopicLinkClick < ActiveRecord::Base
  belongs_to :topic_link

  # @param args url, post_id, topic_id, ip, user_id
  # @return [String, nil] the URL when it is one of the post's
  def self.create_from(args)
    link = TopicLink.find_by(url: args[:url], post_id: args[:post_id])
    link ||= TopicLink.find_by(url: args[:url], topic_id: args[:topic_id])
    return if !link

    create!(topic_link_id: link.id, user_id: args[:user_id], ip_address: args[:ip])
    link.increment!(:clicks)
    args[:url]
  end
end
