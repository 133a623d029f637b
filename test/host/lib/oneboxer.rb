# frozen_string_literal: true

# A box for a link to a topic of this site, with its title and how the linked post begins; for public
# topics only, since whoever reads the link sees the box.
module Oneboxer
  # @return [String] HTML, empty where there is none
  def self.preview(url, _options = nil)
    topic, number = local_topic(url)
    post = topic&.posts&.find_by(post_number: number)
    return "" if post.nil? || post.hidden

    title = ERB::Util.html_escape(topic.title)
    %(<aside class="quote" data-topic="#{topic.id}"><a href="#{url}">#{title}</a><blockquote>#{post.excerpt(500)}</blockquote></aside>)
  end

  # @return [Array(Topic, Integer), nil] with the number of the post
  def self.local_topic(url)
    path = url.to_s.delete_prefix(Discourse.base_url)
    id, number = path.match(%r{\A/t/(?:[^/]+/)?(\d+)(?:/(\d+))?\z})&.captures
    topic = id && Topic.find_by(id: id)
    return if topic.nil? || topic.private_message? || !Guardian.new.can_see?(topic)
    [topic, [number.to_i, 1].max]
  end
end
