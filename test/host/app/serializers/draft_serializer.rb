# frozen_string_literal: true

class DraftSerializer < ApplicationSerializer
  attributes :created_at,
             :draft_key,
             :sequence,
             :draft_username,
             :avatar_template,
             :data,
             :topic_id,
             :username,
             :name,
             :user_id,
             :title,
             :slug,
             :archetype,
             :excerpt

  def draft_username
    object.user.username
  end

  def username
    (object.topic&.user || object.user).username
  end

  def name
    (object.topic&.user || object.user).name
  end

  def avatar_template
    object.user.avatar_template
  end

  def title
    object.topic&.title
  end

  def slug
    object.topic&.slug
  end

  def archetype
    object.topic&.archetype
  end

  # From the stored text as it is.
  def excerpt
    PrettyText.excerpt(object.parsed_data["reply"].to_s, 300, text_entities: true)
  end
end
