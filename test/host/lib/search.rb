# frozen_string_literal: true

# Looks a term up in what SearchIndexer wrote, among the posts the member may see.
class Search
  extend OnPreload
  include Serializable

  LIMIT = 50

  attr_reader :term, :guardian, :posts, :topics

  def initialize(term, guardian: nil)
    @guardian = guardian || Guardian.new
    @in_messages = term.match?(/in:(messages|personal)/)
    # One of core's advanced filters, which need no words besides.
    @direct = term.match?(/in:personal-direct/)
    @topic_id = term[/topic:(\d+)/, 1]
    @term = term.gsub(/(in|topic|order):[\w-]+/, "").strip
  end

  # @return [Search] itself, with `posts` and `topics`
  def execute
    @posts = found_posts.includes(:user, :topic).to_a
    @topics = @posts.map(&:topic).uniq
    user_data =
      TopicUser.where(user_id: guardian.user&.id, topic_id: @topics.map(&:id)).index_by(&:topic_id)
    @topics.each { |topic| topic.user_data = user_data[topic.id] }
    Search.preload(self, self)
    self
  end

  private

  def found_posts
    topics = Topic.listable_topics
    topics = Topic.private_messages_for_user(guardian.user) if @in_messages && guardian.user
    topics = Topic.where(id: @topic_id) if guardian.can_see?(Topic.find_by(id: @topic_id))
    posts = Post.joins("JOIN post_search_data ON post_search_data.post_id = posts.id")
    return posts.none if term.blank? && !@direct
    with_term(posts).where(topic_id: topics.select(:id)).order(created_at: :desc).limit(LIMIT)
  end

  # Within a topic, core looks in the raw.
  def with_term(posts)
    return posts if term.blank?
    if @topic_id
      posts = posts.joins("JOIN users AS authors ON authors.id = posts.user_id")
      return posts.where("posts.raw || ' ' || authors.username ILIKE ?", "%#{term}%")
    end
    posts.where("search_data @@ plainto_tsquery('english', ?)", term)
  end
end
