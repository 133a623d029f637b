# frozen_string_literal: true

# Turns one account into part of another: its rows get the other's id by SQL, then it is deleted. Not in one transaction.
class UserMerger
  # Table => columns that, with the same values under both ids, keep a row from being moved. What was not moved goes with
  # the account.
  TABLES = {
    draft_sequences: %w[draft_key],
    drafts: %w[draft_key],
    group_users: %w[group_id],
    topic_allowed_users: %w[topic_id],
    topic_users: %w[topic_id],
    user_custom_fields: %w[name],
  }.freeze

  def initialize(source_user, target_user, acting_user = nil)
    @source_user = source_user
    @target_user = target_user
    @acting_user = acting_user
  end

  # @return [User] the target
  def merge!
    update_username
    move_posts
    update_user_ids
    merge_user_attributes
    DiscourseEvent.trigger(:merging_users, @source_user, @target_user)
    delete_source_user
    @target_user.reload
  end

  protected

  def update_username
    return if @source_user.username == @target_user.username
    UsernameChanger.update_username(
      user_id: @source_user.id,
      old_username: @source_user.username,
      new_username: @target_user.username,
      avatar_template: @target_user.avatar_template,
      asynchronous: false,
    )
  end

  def move_posts
    Post
      .with_deleted
      .where(user_id: @source_user.id)
      .order(:topic_id, :post_number)
      .pluck(:topic_id, :id)
      .group_by(&:first)
      .each { |topic_id, pairs| change_post_owner(topic_id, pairs.map(&:last)) }
  end

  def change_post_owner(topic_id, post_ids)
    PostOwnerChanger.new(
      topic_id:,
      post_ids:,
      new_owner: @target_user,
      acting_user: Discourse.system_user,
      skip_revision: true,
    ).change_owner!
  end

  def update_user_ids
    TABLES.each { |table, columns| update_user_id(table, columns) }
    update_emails
    [EmailLog, Notification, PostRevision, TopicLink, TopicLinkClick].each do |model|
      move(model, :user_id)
    end
    %i[deleted_by_id last_editor_id locked_by_id reply_to_user_id].each do |column|
      move(Post.with_deleted, column)
    end
    move(Topic.with_deleted, :deleted_by_id)
    %i[user_id acting_user_id].each { |column| move(UserAction, column) }
  end

  def move(scope, column)
    scope.where(column => @source_user.id).update_all(column => @target_user.id)
  end

  def update_user_id(table, columns)
    same = columns.map { |column| "AND x.#{column} = y.#{column}" }.join(" ")
    DB.exec(<<~SQL, source: @source_user.id, target: @target_user.id)
      UPDATE #{table} AS x SET user_id = :target
      WHERE x.user_id = :source AND NOT EXISTS (SELECT 1 FROM #{table} AS y WHERE y.user_id = :target #{same})
    SQL
  end

  def update_emails
    return if !@target_user.human?
    UserEmail.where(user_id: @source_user.id).update_all(user_id: @target_user.id, primary: false)
  end

  def merge_user_attributes
    DB.exec(<<~SQL, source: @source_user.id, target: @target_user.id)
      UPDATE users AS t SET
        admin = t.admin OR s.admin, moderator = t.moderator OR s.moderator,
        trust_level = GREATEST(t.trust_level, s.trust_level), title = COALESCE(t.title, s.title)
      FROM users AS s WHERE t.id = :target AND s.id = :source
    SQL
  end

  def delete_source_user
    @source_user.reload
    @source_user.update(
      admin: false,
      email: "#{@source_user.username}_#{SecureRandom.hex}@no-email.invalid",
    )
    UserDestroyer.new(Discourse.system_user).destroy(@source_user, quiet: true)
  end
end
