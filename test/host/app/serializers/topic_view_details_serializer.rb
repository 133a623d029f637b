# frozen_string_literal: true

class TopicViewDetailsSerializer < ApplicationSerializer
  # Present only where true: name => what the guardian is asked.
  CAN = {
    can_move_posts: :can_move_posts?,
    can_delete: :can_delete?,
    can_recover: :can_recover_topic?,
    can_remove_allowed_users: :can_remove_allowed_users?,
    can_invite_to: :can_invite_to?,
    can_invite_via_email: :can_invite_via_email?,
    can_create_post: :can_create_post_on_topic?,
    can_reply_as_new_topic: :can_reply_as_new_topic?,
    can_convert_topic: :can_convert_topic?,
    can_close_topic: :can_close_topic?,
    can_archive_topic: :can_archive_topic?,
    can_split_merge_topic: :can_split_merge_topic?,
  }.freeze

  attributes :can_edit, :notification_level, *CAN.keys, :can_remove_self_id, :participants
  has_one :created_by, serializer: BasicUserSerializer, embed: :objects
  has_one :last_poster, serializer: BasicUserSerializer, embed: :objects
  has_many :links, serializer: TopicLinkSerializer, embed: :objects
  has_many :allowed_users, serializer: BasicUserSerializer, embed: :objects
  has_many :allowed_groups, serializer: BasicGroupSerializer, embed: :objects
  delegate :last_poster, :allowed_groups, to: :topic

  CAN.each do |name, question|
    define_method(name) { true }
    define_method(:"include_#{name}?") { scope.public_send(question, topic) }
  end

  def participants
    object.post_counts_by_user.filter_map do |user_id, count|
      user = object.participants[user_id] or next
      BasicUserSerializer.new(user, scope: scope, root: false).as_json.merge(post_count: count)
    end
  end

  def created_by
    topic.user
  end

  def notification_level
    object.topic_user&.notification_level || TopicUser.notification_levels[:regular]
  end

  def can_edit
    scope.can_edit?(topic)
  end

  def can_remove_self_id
    scope.user.id
  end

  def include_can_remove_self_id?
    scope.user && scope.can_remove_allowed_users?(topic, scope.user)
  end

  def links
    object.links.to_a
  end

  def include_links?
    object.links.any?
  end

  def allowed_users
    topic.allowed_users.order(:id)
  end

  def include_allowed_users?
    object.personal_message
  end
  alias_method :include_allowed_groups?, :include_allowed_users?

  private

  def topic
    object.topic
  end
end
