# frozen_string_literal: true

class TopicListSerializer < ApplicationSerializer
  attributes :can_create_topic, :more_topics_url, :per_page

  has_many :topics, serializer: TopicListItemSerializer, embed: :objects

  def can_create_topic
    scope.can_create?(Topic)
  end

  def include_more_topics_url?
    object.more_topics_url.present?
  end
end
