# frozen_string_literal: true

# A like or a flag.
class PostAction < ActiveRecord::Base
  include RateLimiter::OnCreateRecord
  include Trashable

  belongs_to :post
  belongs_to :user
  belongs_to :related_post, class_name: "Post"

  validates :post_action_type_id, uniqueness: { scope: %i[user_id post_id deleted_at] }, on: :create

  after_save :update_counters

  def self.counts_for(posts, user)
    return {} if posts.blank? || !user
    where(post_id: posts.map(&:id), user_id: user.id)
      .group_by(&:post_id)
      .transform_values { |actions| actions.index_by(&:post_action_type_id) }
  end

  def remove_act!(user)
    trash!(user)
    update_counters
  end

  # What staff decided is told where the flag was made with words.
  def add_moderator_post_if_needed(moderator, disposition)
    return if related_post&.topic.nil?
    related_post.topic.add_moderator_post(
      moderator,
      I18n.t("flags_dispositions.#{disposition}", locale: SiteSetting.default_locale),
    )
  end

  def update_counters
    return if post_action_type_id != PostActionType.types[:like]
    likes = PostAction.where(post_action_type_id:)
    Post.where(id: post_id).update_all(like_count: likes.where(post_id:).count)
    posts = Post.where(topic_id: post.topic_id).select(:id)
    Topic.where(id: post.topic_id).update_all(like_count: likes.where(post_id: posts).count)
  end
end
