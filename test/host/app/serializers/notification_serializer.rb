# frozen_string_literal: true

class NotificationSerializer < ApplicationSerializer
  attributes :id,
             :user_id,
             :notification_type,
             :read,
             :high_priority,
             :created_at,
             :post_number,
             :topic_id,
             :fancy_title,
             :slug,
             :data,
             :acting_user_avatar_template

  def slug
    object.topic.slug
  end

  def fancy_title
    object.topic.fancy_title
  end

  def include_slug?
    object.topic.present?
  end

  def include_fancy_title?
    object.topic.present?
  end

  def data
    object.data_hash
  end

  def acting_user_avatar_template
    object.acting_user.avatar_template
  end

  def include_acting_user_avatar_template?
    object.acting_user.present?
  end
end
