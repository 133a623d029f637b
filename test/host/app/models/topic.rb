# frozen_string_literal: true

class Topic < ActiveRecord::Base
  include RateLimiter::OnCreateRecord
  include Trashable
  include HasCustomFields
  include TopicInviting

  class UserExists < StandardError
  end

  class NotAllowed < StandardError
  end

  rate_limit
  rate_limit :limit_private_messages_per_day

  belongs_to :user
  belongs_to :last_poster, class_name: "User", foreign_key: :last_post_user_id
  has_many :posts
  has_many :ordered_posts, -> { order(:post_number) }, class_name: "Post"
  has_one :first_post, -> { where(post_number: 1) }, class_name: "Post"
  has_many :topic_allowed_users
  has_many :topic_allowed_groups
  has_many :allowed_users, through: :topic_allowed_users, source: :user
  has_many :allowed_groups, through: :topic_allowed_groups, source: :group
  has_many :allowed_group_users, through: :allowed_groups, source: :users
  has_many :topic_users
  has_many :topic_links
  has_many :topic_timers, dependent: :destroy

  attr_accessor :advance_draft, :user_data
  attr_writer :acting_user

  validates :title,
            if: -> { new_record? || title_changed? },
            presence: true,
            topic_title_length: true,
            quality_title: {
              unless: :private_message?,
            }

  before_validation do
    if errors[:title].empty?
      self.title = TextCleaner.clean_title(TextSentinel.title_sentinel(title).text)
    end
  end
  before_create do
    self.bumped_at ||= Time.zone.now
    self.last_post_user_id ||= user_id
  end
  after_create { DraftSequence.next!(user, draft_key) if advance_draft }
  before_save { self[:fancy_title] = Topic.fancy_title(title) if title_changed? }
  after_save { SearchIndexer.index(self) }

  scope :listable_topics, -> { where.not(archetype: Archetype.private_message) }
  scope :private_messages, -> { where(archetype: Archetype.private_message) }
  scope :private_messages_for_user, ->(user) { private_messages.where(<<~SQL, user_id: user.id) }
            topics.id IN (SELECT topic_id FROM topic_allowed_users WHERE user_id = :user_id)
            OR topics.id IN (
              SELECT topic_id FROM topic_allowed_groups
              JOIN group_users USING (group_id) WHERE group_users.user_id = :user_id)
          SQL

  def self.visible_post_types(viewed_by = nil, include_moderator_actions: true)
    types = [Post.types[:regular]]
    if include_moderator_actions
      types.push(Post.types[:moderator_action], Post.types[:small_action])
    end
    types << Post.types[:whisper] if viewed_by&.whisperer?
    types
  end

  def self.for_digest(user, since, _opts = nil)
    muted = TopicUser.where(user_id: user.id, notification_level: 0).select(:topic_id)
    listable_topics
      .where(visible: true, closed: false, archived: false)
      .where("topics.created_at > ?", since)
      .where.not(id: muted)
      .order(bumped_at: :desc)
      .limit(10)
  end

  # HTML of the title, with typographic quotes; may be longer than the title but not as a column allows.
  def self.fancy_title(title)
    ERB::Util.html_escape(PrettyText.typographic(title)) if title
  end

  def fancy_title
    return ERB::Util.html_escape(title) if !SiteSetting.title_fancy_entities?
    super || Topic.fancy_title(title)
  end

  # Gives the post its number and counts it in.
  def self.next_post_number(topic_id, opts = {})
    highest =
      DB.query_single(
        "SELECT coalesce(max(post_number), 0) FROM posts WHERE topic_id = ?",
        topic_id,
      )[
        0
      ]
    assignments = ["highest_post_number = :next", "highest_staff_post_number = :next"]
    assignments << "reply_count = reply_count + 1" if opts[:reply]
    assignments << "posts_count = posts_count + 1" if opts[:post]
    DB.query_single(<<~SQL, next: highest.to_i + 1, id: topic_id)[0]
      UPDATE topics SET #{assignments.join(", ")} WHERE id = :id RETURNING highest_post_number
    SQL
  end

  def self.reset_highest(topic_id)
    DB.exec(<<~SQL, topic_id: topic_id)
      UPDATE topics SET
        highest_post_number = stats.highest, highest_staff_post_number = stats.highest, posts_count = stats.count
      FROM (
        SELECT coalesce(max(post_number), 0) AS highest,
               count(*) FILTER (WHERE post_type <> #{Post.types[:small_action]}) AS count
        FROM posts WHERE topic_id = :topic_id AND deleted_at IS NULL
      ) stats
      WHERE id = :topic_id
    SQL
  end

  # Live counts for open pages.
  def self.publish_stats_to_clients!(topic_id, type, opts = {})
    return if %i[created destroyed deleted recovered].exclude?(type)
    topic = Topic.find_by(id: topic_id) or return

    message = {
      posts_count: topic.posts_count,
      last_posted_at: topic.last_posted_at.as_json,
      last_poster: BasicUserSerializer.new(topic.last_poster, root: false).as_json,
      id: topic_id,
      updated_at: Time.zone.now,
      type: :stats,
    }
    MessageBus.publish(
      "/topic/#{topic_id}",
      message,
      opts.merge(topic.secure_audience_publish_messages),
    )
  end

  # The column follows the title; so does the slug.
  def title=(title)
    self[:slug] = Slug.for(title.to_s)
    self[:fancy_title] = nil
    write_attribute(:title, title)
  end

  def slug
    super.presence || Slug.for(title.to_s)
  end

  def unicode_title
    title
  end

  def private_message?
    archetype == Archetype.private_message
  end

  def pm_with_non_human_user?
    return false if !private_message?
    others = topic_allowed_users.where.not(user_id: user_id).pluck(:user_id)
    others.any? && others.none? { |id| User.human_user_id?(id) }
  end

  def acting_user
    @acting_user || user
  end

  def draft_key
    "#{Draft::EXISTING_TOPIC}#{id}"
  end

  def limit_private_messages_per_day
    return if !private_message?
    max = SiteSetting.max_personal_messages_per_day
    RateLimiter.new(user, "pms-per-day", max, 1.day.to_i)
  end

  def all_allowed_users
    User.where(id: allowed_users.select(:id)).or(User.where(id: allowed_group_users.select(:id)))
  end

  def url(post_number = nil)
    "#{Discourse.base_url}#{relative_url(post_number)}"
  end

  def relative_url(post_number = nil)
    "/t/#{slug}/#{id}#{"/#{post_number}" if post_number.to_i > 1}"
  end

  def update_excerpt(excerpt)
    update_column(:excerpt, excerpt)
  end

  def update_status(status, enabled, user, opts = {})
    TopicStatusUpdater.new(self, user).update!(status, enabled, opts)
    DiscourseEvent.trigger(:topic_status_updated, self, status, enabled)
    MessageBus.publish("/topic/#{id}", { reload_topic: true }, secure_audience_publish_messages)
  end

  def add_small_action(user, action_code, who = nil, opts = {})
    fields = who.present? ? { "action_code_who" => who } : {}
    post_type = Post.types[:small_action]
    add_moderator_post(user, nil, opts.merge(post_type:, action_code:, custom_fields: fields))
  end

  # A post of staff or of the system, made without validations.
  def add_moderator_post(user, text, opts = {})
    post =
      PostCreator.new(
        user,
        raw: text,
        post_type: opts[:post_type] || Post.types[:moderator_action],
        action_code: opts[:action_code],
        no_bump: opts[:bump].blank?,
        topic_id: id,
        silent: opts[:silent],
        skip_validations: true,
        custom_fields: opts[:custom_fields],
      ).create
    increment!(:moderator_posts_count) if post&.persisted?
    post
  end

  def secure_audience_publish_messages
    return {} if !private_message?
    staff = User.human_users.staff.pluck(:id)
    { user_ids: staff | allowed_users.pluck(:id) | allowed_group_users.pluck(:id) }
  end

  def convert_to_public_topic(user, category_id: nil)
    TopicConverter.new(self, user).convert_to_public_topic(category_id)
  end

  def make_banner!(user)
    self.archetype = Archetype.banner
    add_small_action(user, "banner.enabled")
    save
  end

  def move_posts(moved_by, post_ids, opts)
    mover =
      PostMover.new(
        self,
        moved_by,
        post_ids,
        move_to_pm: opts[:archetype] == Archetype.private_message,
        options: opts.slice(:freeze_original),
      )
    if opts[:destination_topic_id]
      mover.to_topic(opts[:destination_topic_id], **opts.slice(:participants, :chronological_order))
    elsif opts[:title]
      mover.to_new_topic(opts[:title], opts[:category_id], opts[:tags])
    end
  end

  def public_topic_timer
    topic_timers.find_by(public_type: true)
  end

  def delete_topic_timer(status_type, by_user: Discourse.system_user)
    topic_timers.find_by(status_type: status_type)&.trash!(by_user)
    nil
  end

  # @param time hours from now
  # @raise ActiveRecord::RecordInvalid
  def set_or_create_timer(status_type, time, by_user: nil, category_id: nil, **)
    return delete_topic_timer(status_type, by_user: by_user) if time.blank?

    timer = topic_timers.find_or_initialize_by(public_type: true)
    timer.status_type = status_type
    if status_type == TopicTimer.types[:publish_to_category]
      timer.category = Category.find_by(id: category_id)
    end
    timer.execute_at = time.to_f.hours.from_now
    timer.user = by_user
    timer.save!
    timer
  end
end
