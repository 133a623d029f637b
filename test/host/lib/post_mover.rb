# frozen_string_literal: true

# Moves replies to another topic of the same kind. As in core the first post is copied by PostCreator without
# validations, the others are changed in place with SQL.
class PostMover
  def initialize(original_topic, user, post_ids)
    @original_topic = original_topic
    @user = user
    @post_ids = post_ids
  end

  # @raise Discourse::InvalidParameters when one topic is a message and the other is not
  def to_topic(id)
    destination = Topic.find(id)
    if destination.archetype != @original_topic.archetype
      raise Discourse::InvalidParameters, "destination_topic_id"
    end

    Topic.transaction do
      @original_topic
        .posts
        .where(id: @post_ids)
        .order(:post_number)
        .each { |post| post.is_first_post? ? copy(post, destination) : move(post, destination) }
      add_participants(destination)
      [@original_topic, destination].each { |topic| Topic.reset_highest(topic.id) }
    end
    destination
  end

  private

  def copy(post, destination)
    PostCreator.new(
      post.user,
      raw: post.raw,
      topic_id: destination.id,
      skip_validations: true,
      skip_guardian: true,
      skip_jobs: true,
    ).create
  end

  def move(post, destination)
    number = Topic.next_post_number(destination.id, post: true)
    post.update_columns(topic_id: destination.id, post_number: number, sort_order: number)
    DiscourseEvent.trigger(:post_moved, post, @original_topic.id)
  end

  # Authors of what was moved can read where it went.
  def add_participants(destination)
    return if !destination.private_message?
    missing =
      destination.posts.distinct.pluck(:user_id) - destination.topic_allowed_users.pluck(:user_id)
    missing.each { |user_id| destination.topic_allowed_users.create!(user_id: user_id) }
  end
end
