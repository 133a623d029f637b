# frozen_string_literal: true

# A topic made into a page of its own, for everybody when `public`.
class PublishedPage < ActiveRecord::Base
  belongs_to :topic

  validates :slug, presence: true
  validates :slug, :topic_id, uniqueness: true

  # @return [Array(Boolean, PublishedPage)]
  def self.publish!(_publisher, topic, slug, options = {})
    page = find_or_initialize_by(topic: topic)
    page.slug = slug.strip
    page.public = options[:public] || false
    [page.save, page]
  end
end
