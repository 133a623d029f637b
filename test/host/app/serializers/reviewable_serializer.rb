# frozen_string_literal: true

class ReviewableSerializer < ApplicationSerializer
  attributes :id, :type, :topic_id, :topic_url, :target_url, :created_at, :score, :version

  has_one :topic, serializer: ListableTopicSerializer
  has_many :reviewable_scores, serializer: ReviewableScoreSerializer

  def self.target_attributes(*names)
    names.each do |name|
      attribute(name)
      define_method(name) { object.target&.public_send(name) }
      define_method(:"include_#{name}?") { public_send(name).present? }
    end
  end

  def topic_url
    object.topic&.url
  end

  def target_url
    object.target.is_a?(Post) ? object.target.full_url : topic_url
  end
end
