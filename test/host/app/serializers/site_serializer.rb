# frozen_string_literal: true

class SiteSerializer < ApplicationSerializer
  attributes :default_archetype, :notification_types, :post_types, :trust_levels, :groups
  attributes :filters, :archetypes, :post_action_types, :topic_flag_types
  attributes :uncategorized_category_id, :can_create_tag, :can_tag_topics, :can_tag_pms
  attributes :markdown_additional_options, :hashtag_configurations, :hashtag_icons, :categories
  attributes :system_user_avatar_template

  def default_archetype
    Archetype.default
  end

  def notification_types
    Notification.types
  end

  def post_types
    Post.types
  end

  def trust_levels
    TrustLevel.levels
  end

  def groups
    object.groups.map { |group| group.slice(:id, :name, :automatic) }
  end

  def filters
    %w[latest unread new]
  end

  def archetypes
    [Archetype.default, Archetype.private_message].map { |id| { id: id, name: id, options: [] } }
  end

  %i[post_action_types topic_flag_types categories].each { |name| define_method(name) { [] } }
  %i[can_create_tag can_tag_topics can_tag_pms].each { |name| define_method(name) { false } }
  %i[markdown_additional_options hashtag_icons].each { |name| define_method(name) { {} } }

  def uncategorized_category_id
    1
  end

  def hashtag_configurations
    { "topic-composer" => [] }
  end

  def system_user_avatar_template
    Discourse.system_user.avatar_template
  end
end
