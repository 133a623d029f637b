# frozen_string_literal: true

# The links in a post, and how often they were clicked.
class TopicLink < ActiveRecord::Base
  belongs_to :topic
  belongs_to :post
  has_many :topic_link_clicks, dependent: :destroy

  MAX_URL_LENGTH = 500

  # Brings the rows in line with the links of the cooked post.
  def self.extract_from(post)
    return if !post || post.whisper? || post.trashed?

    urls = links_of(post)
    where(post_id: post.id).where.not(url: urls).destroy_all
    urls.each do |url|
      uri = URI.parse(url)
      create_with(
        user_id: post.user_id,
        domain: uri.host[0, 100],
        internal: uri.host == Discourse.current_hostname,
      ).find_or_create_by!(topic_id: post.topic_id, post_id: post.id, url: url)
    end
  end

  def self.links_of(post)
    Nokogiri::HTML5
      .fragment(post.cooked)
      .css("a[href]")
      .map { |link| link["href"] }
      .select do |url|
        url.length <= MAX_URL_LENGTH && url.match?(%r{\Ahttps?://[^/]}) && valid?(url)
      end
      .uniq
  end
  private_class_method :links_of

  def self.valid?(url)
    URI.parse(url).host.present?
  rescue URI::Error
    false
  end
  private_class_method :valid?

  # @return [Hash] post id → its links with their clicks
  def self.counts_for(_guardian, _topic, posts)
    where(post_id: posts.map(&:id))
      .order(clicks: :desc)
      .group_by(&:post_id)
      .transform_values do |links|
        links.map do |link|
          link.slice(:url, :internal, :clicks).symbolize_keys.merge(reflection: false)
        end
      end
  end
end
