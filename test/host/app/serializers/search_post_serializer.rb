# frozen_string_literal: true

class SearchPostSerializer < BasicPostSerializer
  attributes :like_count, :blurb, :post_number, :topic_id

  # A few words around the match, from the cooked text.
  def blurb
    object.excerpt(200, text_entities: true)
  end

  def include_cooked?
    false
  end
end
