# frozen_string_literal: true

class GroupedSearchResultSerializer < ApplicationSerializer
  attributes :posts, :topics, :users, :categories, :tags, :groups, :grouped_search_result

  def posts
    object.posts.map { |post| SearchPostSerializer.new(post, scope: scope, root: false).as_json }
  end

  def topics
    object.topics.map do |topic|
      SearchTopicListItemSerializer.new(topic, scope: scope, root: false).as_json
    end
  end

  %i[users categories tags groups].each { |name| define_method(name) { [] } }

  def grouped_search_result
    {
      term: object.term,
      post_ids: object.posts.map(&:id),
      more_full_page_results: nil,
      can_create_topic: true,
    }
  end
end
