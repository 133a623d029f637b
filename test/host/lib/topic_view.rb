# frozen_string_literal: true

# A topic as one member sees it, with a chunk of its posts.
class TopicView
  extend OnPreload
  include Serializable

  CHUNK_SIZE = 20

  attr_reader :topic, :posts, :guardian, :user, :draft_key, :draft_sequence
  attr_reader :post_custom_fields, :user_custom_fields

  # @param options post_number, post_ids, page, skip_preloading
  # @raise Discourse::NotFound, Discourse::NotLoggedIn, Discourse::InvalidAccess
  def initialize(topic_or_id, user = nil, options = {})
    @user = user
    @guardian = options[:guardian] || Guardian.new(user)
    @options = options.to_h.symbolize_keys
    @topic = topic_or_id.is_a?(Topic) ? topic_or_id : find_topic(topic_or_id)
    check_and_raise_exceptions

    @posts = load_posts
    load_custom_fields
    @draft_key = @topic.draft_key
    @draft_sequence = DraftSequence.current(user, @draft_key)
    TopicView.preload(self)
  end

  def chunk_size
    CHUNK_SIZE
  end

  def title
    topic.title
  end

  def page_title
    number = @options[:post_number].to_i
    number > 1 ? "#{title} - ##{number}" : title
  end

  # For programs that preview links: the beginning of the wanted post.
  def summary
    number = @options[:post_number].to_i
    post = posts.detect { |each| each.post_number == number } || posts.first
    post&.excerpt(500, strip_links: true, text_entities: true)
  end

  def personal_message
    topic.private_message?
  end

  def draft
    Draft.get(user, draft_key, draft_sequence)
  end

  def topic_user
    @topic_user ||= topic.topic_users.find_by(user_id: user.id) if user
  end

  def message_bus_last_id
    @message_bus_last_id ||= MessageBus.last_id("/topic/#{topic.id}")
  end

  def highest_post_number
    topic.highest_post_number
  end

  def current_post_number
    posts.map(&:post_number).max if posts.any?
  end

  # Ids of all posts in order, of which `posts` is a part.
  def filtered_post_ids
    @filtered_post_ids ||= filtered_posts.pluck(:id)
  end

  # Ids of those that this member ignores, by that of the next post that is shown, or of the last one.
  def gaps
    return if ignored_user_ids.empty?
    gaps = { before: {}, after: {} }
    hidden = []
    visible_posts
      .pluck(:id)
      .each do |id|
        next hidden << id if filtered_post_ids.exclude?(id)
        gaps[:before][id] = hidden if hidden.any?
        hidden = []
      end
    gaps[:after][filtered_post_ids.last] = hidden if hidden.any?
    gaps
  end

  def participants
    @participants ||= User.where(id: post_counts_by_user.keys).index_by(&:id)
  end

  def post_counts_by_user
    @post_counts_by_user ||=
      topic
        .posts
        .where(post_type: Post.types[:regular])
        .group(:user_id)
        .order("count_all DESC")
        .limit(24)
        .count
  end

  def link_counts
    @link_counts ||= TopicLink.counts_for(guardian, topic, posts)
  end

  def links
    TopicLink.where(topic_id: topic.id).order(clicks: :desc).limit(20)
  end

  # Of the members a post mentions, those who exist.
  def mentioned_users
    @mentioned_users ||=
      begin
        names =
          posts.to_h { |p| [p.id, PrettyText.extract_mentions(Nokogiri::HTML5.fragment(p.cooked))] }
        users = User.where(username_lower: names.values.flatten.uniq).index_by(&:username_lower)
        names.transform_values { |list| list.filter_map { |name| users[name] } }
      end
  end

  def suggested_topics
    @suggested_topics ||= TopicQuery.new(user).list_suggested_for(topic)
  end

  # Other messages with the same people.
  def related_messages
    @related_messages ||= TopicQuery.new(user).list_related_for(topic)
  end

  def read?(post_number)
    return true if !user
    post_number <= topic_user&.last_read_post_number.to_i
  end

  private

  def find_topic(id)
    scope = guardian.is_staff? ? Topic.with_deleted : Topic
    scope.find_by(id: id)
  end

  def check_and_raise_exceptions
    raise Discourse::NotFound if topic.blank?
    raise Discourse::NotLoggedIn if topic.private_message? && user.blank?
    raise Discourse::InvalidAccess.new("can't see topic", topic) if !guardian.can_see?(topic)
  end

  # (Like core's, it leaves posts of deleted accounts out for who ignores somebody.)
  def filtered_posts
    return visible_posts if ignored_user_ids.empty?
    visible_posts.where.not("user_id IN (?) AND post_number <> 1", ignored_user_ids)
  end

  def visible_posts
    scope = guardian.is_staff? ? topic.posts.with_deleted : topic.posts
    scope.secured(guardian).order(:sort_order)
  end

  # Staff cannot be ignored.
  def ignored_user_ids
    @ignored_user_ids ||=
      IgnoredUser
        .joins(:ignored_user)
        .where(user_id: user&.id, ignored_user: { admin: false, moderator: false })
        .where.not(ignored_user_id: user&.id)
        .pluck(:ignored_user_id)
  end

  def load_posts
    ids = @options[:post_ids]&.map(&:to_i) || chunk_ids
    filtered_posts.where(id: ids).includes(:user, :reply_to_user).each { |post| post.topic = topic }
  end

  # The chunk with the wanted post near its beginning.
  def chunk_ids
    numbers = filtered_posts.pluck(:id, :post_number)
    page = [@options[:page].to_i, 1].max
    start = (page - 1) * CHUNK_SIZE
    if (number = @options[:post_number].to_i) > 0
      index = numbers.index { |_, n| n >= number } || [numbers.size - 1, 0].max
      start = [[index - CHUNK_SIZE / 4, 0].max, [numbers.size - CHUNK_SIZE, 0].max].min
    end
    numbers[start, CHUNK_SIZE].to_a.map(&:first)
  end

  def load_custom_fields
    @post_custom_fields = Post.custom_fields_for_ids(posts.map(&:id), %w[action_code_who])
    @user_custom_fields =
      User.custom_fields_for_ids(posts.map(&:user_id), User.allowed_user_custom_fields(guardian))
  end
end
