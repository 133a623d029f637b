# frozen_string_literal: true

# A post for the world outside. It inherits whatever plugins add to :post.
class WebHookPostSerializer < PostSerializer
  attributes :topic_posts_count, :topic_archetype

  def include_topic_title?
    true
  end

  def include_raw?
    true
  end

  %i[
    can_edit
    can_delete
    can_recover
    can_wiki
    actions_summary
    can_view_edit_history
    yours
  ].each { |attr| define_method(:"include_#{attr}?") { false } }

  def topic_posts_count
    object.topic&.posts_count.to_i
  end

  def topic_archetype
    object.topic&.archetype.to_s
  end
end
