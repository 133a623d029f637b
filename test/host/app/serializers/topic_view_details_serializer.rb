# frozen_string_literal: true

class TopicViewDetailsSerializer < ApplicationSerializer
  # Present only where true.
  def self.can_attributes
    %i[
      can_move_posts
      can_delete
      can_recover
      can_remove_allowed_users
      can_invite_to
      can_invite_via_email
      can_create_post
      can_reply_as_new_topic
      can_convert_topic
      can_close_topic
      can_archive_topic
      can_split_merge_topic
    ]
  end

  attributes :can_edit,
             :notification_level,
             *can_attributes,
             :can_remove_self_id,
             :participants,
             :allowed_users

  has_one :created_by, serializer: BasicUserSerializer, embed: :objects
  has_one :last_poster, serializer: BasicUserSerializer, embed: :objects
  has_many :links, serializer: TopicLinkSerializer, embed: :objects
  has_many :allowed_users, serializer: BasicUserSerializer, embed: :objects
  has_many :allowed_groups, serializer: BasicGroupSerializer, embed: :objects

  can_attributes.each { |name| define_method(name) { true } }

  %i[can_move_posts can_convert_topic can_reply_as_new_topic].each do |name|
    define_method(:"include_#{name}?") { scope.public_send(:"#{name}?", object.topic) }
  end
  %i[can_close_topic can_archive_topic can_split_merge_topic].each do |name|
    define_method(:"include_#{name}?") { scope.public_send(:"#{name}?", object.topic) }
  end

  def participants
    object.post_counts_by_user.filter_map do |user_id, count|
      user = object.participants[user_id] or next
      BasicUserSerializer.new(user, scope: scope, root: false).as_json.merge(post_count: count)
    end
  end

  def created_by
    object.topic.user
  end

  def last_poster
    object.topic.last_poster
  end

  def notification_level
    object.topic_user&.notification_level || TopicUser.notification_levels[:regular]
  end

  def can_edit
    scope.can_edit?(object.topic)
  end

  def include_can_delete?
    scope.can_delete?(object.topic)
  end

  def include_can_recover?
    scope.can_recover_topic?(object.topic)
  end

  def include_can_create_post?
    scope.can_create?(Post, object.topic)
  end

  def include_can_invite_to?
    scope.can_invite_to?(object.topic)
  end

  def include_can_invite_via_email?
    scope.can_invite_via_email?(object.topic)
  end

  def include_can_remove_allowed_users?
    scope.can_remove_allowed_users?(object.topic)
  end

  def can_remove_self_id
    scope.user.id
  end

  def include_can_remove_self_id?
    scope.user && scope.can_remove_allowed_users?(object.topic, scope.user)
  end

  def links
    object.links.to_a
  end

  def include_links?
    object.links.any?
  end

  def allowed_users
    object.topic.allowed_users.order(:id)
  end

  def allowed_groups
    object.topic.allowed_groups
  end

  def include_allowed_users?
    object.personal_message
  end

  def include_allowed_groups?
    object.personal_message
  end
end
