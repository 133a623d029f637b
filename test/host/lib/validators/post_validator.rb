# frozen_string_literal: true

class PostValidator < ActiveModel::Validator
  def validate(post)
    presence(post)
    return if post.acting_user&.staged?

    post_body_validator(post)
    unique_post_validator(post)
    max_mention_validator(post) if post.errors.empty?
  end

  def presence(post)
    post.errors.add(:topic_id, :blank) if !options[:skip_topic] && post.topic_id.blank?
    post.errors.add(:user_id, :blank) if post.new_record? && post.user_id.blank?
  end

  def post_body_validator(post)
    return if options[:skip_post_body]

    stripped_length(post)
    return if post.topic&.pm_with_non_human_user?
    raw_quality(post)
  end

  def stripped_length(post)
    StrippedLengthValidator.validate(post, :raw, post.raw, length_range(post))
  end

  def unique_post_validator(post)
    return if SiteSetting.unique_posts_mins == 0
    return if post.skip_unique_check
    return if post.acting_user&.staff?
    return if post.raw.blank?

    post.errors.add(:raw, I18n.t(:just_posted_that)) if post.matches_recent_post?
  end

  def max_mention_validator(post)
    return if post.acting_user&.staff?
    max = SiteSetting.max_mentions_per_post
    post.errors.add(:base, I18n.t(:too_many_mentions, count: max)) if post.raw_mentions.size > max
  end

  private

  def length_range(post)
    if post.topic&.pm_with_non_human_user?
      0..SiteSetting.max_post_length
    elsif private_message?(post)
      SiteSetting.private_message_post_length
    elsif post.is_first_post? || post.topic&.posts_count == 0
      SiteSetting.first_post_length
    else
      SiteSetting.post_length
    end
  end

  def raw_quality(post)
    sentinel = TextSentinel.body_sentinel(post.raw, private_message: private_message?(post))
    post.errors.add(:raw, I18n.t(:is_invalid)) if !sentinel.valid?
  end

  def private_message?(post)
    post.topic&.private_message? || options[:private_message]
  end
end
