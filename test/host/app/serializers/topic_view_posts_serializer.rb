# frozen_string_literal: true

class TopicViewPostsSerializer < ApplicationSerializer
  include PostStreamSerializerMixin

  attributes :id

  def id
    object.topic.id
  end

  def post_stream
    { posts: posts }
  end
end
