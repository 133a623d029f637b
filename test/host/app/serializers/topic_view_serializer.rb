# frozen_string_literal: true

class TopicViewSerializer < ApplicationSerializer
  include PostStreamSerializerMixin

  attributes :id, :title, :fancy_title, :posts_count, :created_at, :views, :reply_count, :like_count
  attributes :last_posted_at, :visible, :closed, :archived, :archetype, :slug, :category_id
  attributes :word_count, :deleted_at, :user_id, :unicode_title, :pm_with_non_human_user?
  _attributes.except(:post_stream).each_key { |name| delegate name, to: :topic }

  attributes :draft, :draft_key, :draft_sequence, :posted, :current_post_number, :chunk_size
  attributes :highest_post_number, :last_read_post_number, :bookmarked, :message_archived
  attributes :message_bus_last_id, :participant_count, :suggested_topics, :related_messages
  attributes :actions_summary
  has_one :details, serializer: TopicViewDetailsSerializer, root: false, embed: :objects
  delegate :topic,
           :draft,
           :draft_key,
           :draft_sequence,
           :chunk_size,
           :message_bus_last_id,
           to: :object
  delegate :current_post_number, :highest_post_number, to: :object

  def details
    object
  end

  # Only where it differs from the title, which needs emoji shortcuts in it.
  def include_unicode_title?
    topic.title.match?(/:[\w\-+]+:/)
  end

  def posted
    !!object.topic_user&.posted
  end

  def last_read_post_number
    object.topic_user&.last_read_post_number
  end

  def include_last_read_post_number?
    scope.authenticated?
  end

  def bookmarked
    false
  end
  alias_method :message_archived, :bookmarked

  def include_message_archived?
    object.personal_message
  end

  def participant_count
    object.post_counts_by_user.size
  end

  def actions_summary
    []
  end

  %i[suggested_topics related_messages].each do |name|
    define_method(name) do
      object
        .public_send(name)
        .topics
        .map { |topic| SuggestedTopicSerializer.new(topic, scope: scope, root: false).as_json }
    end
  end

  def include_related_messages?
    object.related_messages.present?
  end
end
