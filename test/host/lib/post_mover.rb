# frozen_string_literal: true

# Moves replies to another topic, which may be a new one. As in core the first post is copied by PostCreator without
# validations, and whether a moved post was saved is not looked at.
class PostMover
  attr_reader :original_topic, :destination_topic, :user, :post_ids

  # @param options freeze_original: copy the posts and leave the topic as it is
  def initialize(original_topic, user, post_ids, move_to_pm: false, options: {})
    @original_topic = original_topic
    @user = user
    @post_ids = post_ids
    @move_to_pm = move_to_pm
    @options = options
  end

  # @raise Discourse::InvalidParameters when one topic is a message and the other is not
  def to_topic(id, participants: nil, chronological_order: false)
    topic = Topic.find_by(id: id)
    if topic.archetype != original_topic.archetype &&
         [original_topic.archetype, topic.archetype].include?(Archetype.private_message)
      raise Discourse::InvalidParameters
    end

    Topic.transaction { move_posts_to(topic) }
    add_allowed_users(participants) if participants.present? && @move_to_pm
    topic
  end

  def to_new_topic(title, category_id = nil, _tags = nil)
    post = Post.find_by(id: post_ids.first)
    raise Discourse::InvalidParameters if !post
    archetype = @move_to_pm ? Archetype.private_message : Archetype.default

    Topic.transaction do
      topic = Topic.create!(user: post.user, title:, category_id:, archetype:)
      move_posts_to(topic)
      topic.update_excerpt(topic.first_post.excerpt_for_topic)
      topic
    end
  end

  private

  def move_posts_to(topic)
    Guardian.new(user).ensure_can_see!(topic)
    @destination_topic = topic
    posts.each do |post|
      post.is_first_post? ? create_first_post(post) : move(post)
      if @move_to_pm && !topic.topic_allowed_users.exists?(user_id: post.user_id)
        topic.topic_allowed_users.create!(user_id: post.user_id)
      end
    end
    create_moderator_post_in_original_topic
    [original_topic, topic].each { |each| Topic.reset_highest(each.id) }
    topic.reload
    DiscourseEvent.trigger(
      :posts_moved,
      destination_topic_id: topic.id,
      original_topic_id: original_topic.id,
    )
  end

  def posts
    @posts ||=
      Post
        .where(topic: original_topic, id: post_ids)
        .where.not(post_type: Post.types[:small_action])
        .where.not(raw: "")
        .order(:created_at)
        .tap { |posts| raise Discourse::InvalidParameters.new(:post_ids) if posts.empty? }
        .to_a
  end

  def create_first_post(post)
    PostCreator.new(
      post.user,
      raw: post.raw,
      topic_id: destination_topic.id,
      acting_user: user,
      cook_method: post.cook_method,
      via_email: post.via_email,
      raw_email: post.raw_email,
      skip_validations: true,
      created_at: post.created_at.to_s,
      guardian: Guardian.new(user),
      skip_jobs: true,
    ).create!
  end

  def move(post)
    number = Topic.next_post_number(destination_topic.id, post: true)
    moved = @options[:freeze_original] ? post.dup : post
    moved.attributes = { topic_id: destination_topic.id, post_number: number, sort_order: number }
    moved.disable_rate_limits! if @options[:freeze_original]
    moved.save(validate: false)
    DiscourseEvent.trigger(:post_moved, moved, original_topic.id, post)
    moved.topic_links.update_all(topic_id: destination_topic.id)
  end

  def create_moderator_post_in_original_topic
    original_topic.add_moderator_post(
      user,
      I18n.t(
        "move_posts.existing_topic_moderator_post",
        count: posts.size,
        topic_link: "[#{destination_topic.title}](#{destination_topic.relative_url})",
      ),
      post_type: @move_to_pm ? Post.types[:whisper] : Post.types[:small_action],
      action_code: "split_topic",
    )
  end

  def add_allowed_users(usernames)
    User
      .where(username: usernames.split(","))
      .find_each do |member|
        next if destination_topic.topic_allowed_users.exists?(user_id: member.id)
        destination_topic.topic_allowed_users.build(user_id: member.id)
      end
    destination_topic.save!
  end
end
