# frozen_string_literal: true

class NotificationSerializer < ApplicationSerializer
  attributes :id, :user_id, :notification_type, :read, :high_priority, :created_at, :post_number
  attributes :topic_id, :fancy_title, :slug, :data, :acting_user_avatar_template

  delegate :slug, :fancy_title, to: :topic
  delegate :topic, to: :object
  %i[include_slug? include_fancy_title?].each { |name| define_method(name) { topic.present? } }

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
