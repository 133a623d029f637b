# frozen_string_literal: true

module Jobs
  # Indexes what is missing, or was indexed by an older version or for another language; of what core looks at, topics and posts.
  class ReindexSearch < Scheduled
    every 2.hours

    def execute(_args)
      rebuild_topics
      rebuild_posts
    end

    def rebuild_topics(limit: 10_000, indexer: SearchIndexer)
      ids = problems(Topic, "topic", SearchIndexer::TOPIC_INDEX_VERSION).limit(limit).pluck(:id)
      Topic.where(id: ids).find_each { |topic| indexer.index(topic, force: true) }
    end

    def rebuild_posts(limit: 20_000, indexer: SearchIndexer)
      posts = problems(Post.joins(:topic), "post", SearchIndexer::POST_INDEX_VERSION)
      ids = posts.where.not(raw: "").limit(limit).pluck(:id)
      Post.where(id: ids).find_each { |post| indexer.index(post, force: true) }
    end

    private

    def problems(rows, name, version)
      rows
        .joins("LEFT JOIN #{name}_search_data ON #{name}_id = #{name}s.id")
        .where(
          "#{name}_search_data.locale IS NULL OR #{name}_search_data.locale != ? OR #{name}_search_data.version != ?",
          SiteSetting.default_locale,
          version,
        )
        .order("#{name}s.id DESC")
    end
  end
end
