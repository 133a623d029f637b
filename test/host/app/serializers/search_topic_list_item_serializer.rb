# frozen_string_literal: true

class SearchTopicListItemSerializer < ListableTopicSerializer
  attributes :category_id

  def include_last_read_post_number?
    false
  end
end
