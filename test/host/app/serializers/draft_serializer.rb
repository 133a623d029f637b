# frozen_string_literal: true

class DraftSerializer < ApplicationSerializer
  attributes :created_at, :draft_key, :sequence, :draft_username, :avatar_template, :data
  attributes :topic_id, :username, :name, :user_id, :title, :slug, :archetype, :excerpt

  delegate :title, :slug, :archetype, to: :topic, allow_nil: true
  delegate :username, :name, to: :author
  delegate :avatar_template, to: :user
  delegate :username, to: :user, prefix: :draft
  delegate :user, :topic, to: :object

  def author
    topic&.user || user
  end

  # From the stored text as it is.
  def excerpt
    PrettyText.excerpt(object.parsed_data["reply"].to_s, 300, text_entities: true)
  end
end
