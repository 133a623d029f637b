# frozen_string_literal: true

# The chunk of posts, the ids of all, and those of what is left out for this member.
module PostStreamSerializerMixin
  def self.included(klass)
    klass.attributes :post_stream
  end

  def post_stream
    { posts: posts, stream: object.filtered_post_ids, gaps: object.gaps }.compact
  end

  def posts
    @posts ||=
      object.posts.map do |post|
        PostSerializer.new(
          post,
          scope: scope,
          root: false,
          topic_view: object,
          add_raw: @options[:include_raw].present?,
        ).as_json
      end
  end
end
