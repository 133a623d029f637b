# frozen_string_literal: true

# The title of a public topic of this site, for a link within a line.
class InlineOneboxer
  # @return [Hash, nil] url and title
  def self.lookup(url, _opts = nil)
    topic, = Oneboxer.local_topic(url)
    { url: url, title: topic.title } if topic
  end
end
