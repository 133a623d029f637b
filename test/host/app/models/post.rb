# frozen_string_literal: true

class Post < ActiveRecord::Base
  include RateLimiter::OnCreateRecord
  include Trashable
  include HasCustomFields

  cattr_accessor :plugin_permitted_create_params, default: {}

  rate_limit

  belongs_to :user
  belongs_to :topic
  belongs_to :reply_to_user, class_name: "User"
  has_many :topic_links
  has_many :post_revisions
  has_many :revisions, -> { order(:number) }, class_name: "PostRevision"

  validates_with PostValidator, unless: :skip_validation
  validates :edit_reason, length: { maximum: 1000 }

  before_create { PostCreator.before_create_tasks(self) }
  before_save :cook_changed_raw
  after_commit { SearchIndexer.index(self) if !destroyed? }

  attr_accessor :image_sizes, :no_bump, :invalidate_oneboxes, :cooking_options
  attr_accessor :skip_unique_check, :skip_validation
  attr_writer :acting_user

  scope :private_posts, -> { joins(:topic).where(topics: { archetype: Archetype.private_message }) }
  scope :public_posts,
        -> { joins(:topic).where.not(topics: { archetype: Archetype.private_message }) }
  scope :visible, -> { joins(:topic).where(topics: { visible: true }).where(hidden: false) }
  scope :secured, ->(guardian) { where(post_type: Topic.visible_post_types(guardian&.user)) }

  delegate :username, to: :user

  def self.types
    @types ||= Enum.new(regular: 1, moderator_action: 2, small_action: 3, whisper: 4)
  end

  def self.cook_methods
    @cook_methods ||= Enum.new(regular: 1, raw_html: 2, email: 3)
  end

  def self.find_by_number(topic_id, post_number)
    find_by(topic_id: topic_id, post_number: post_number)
  end

  def self.url(slug, topic_id, post_number, opts = {})
    "/t/#{"#{slug}/" if !opts[:without_slug]}#{topic_id}/#{post_number}"
  end

  def self.excerpt(cooked, maxlength = nil, options = {})
    PrettyText.excerpt(cooked, maxlength || SiteSetting.post_excerpt_maxlength, options)
  end

  def whisper?
    post_type == Post.types[:whisper]
  end

  def is_first_post?
    post_number.blank? ? topic&.highest_post_number == 0 : post_number == 1
  end

  # Who edits, when that is somebody other than the author: validations apply to them.
  def acting_user
    @acting_user || user
  end

  def last_editor
    User.find_by(id: last_editor_id) || user
  end

  # Cooks the Markdown and hands the HTML through the plugins' `:after_post_cook`.
  def cook(raw, opts = {})
    return raw if cook_method == Post.cook_methods[:raw_html]

    options = opts.merge(user_id: last_editor_id, post_id: id, omit_nofollow: !!user&.staff?)
    Plugin::Filter.apply(:after_post_cook, self, PrettyText.cook(raw, options))
  end

  def rebake!(**)
    new_cooked = cook(raw, topic_id: topic_id)
    changed = new_cooked != cooked
    update_columns(cooked: new_cooked, baked_at: Time.zone.now)
    topic&.update_excerpt(excerpt_for_topic) if is_first_post?
    TopicLink.extract_from(self)
    SearchIndexer.index(self)
    publish_change_to_clients!(:rebaked)
    changed
  end

  def excerpt(maxlength = nil, options = {})
    Post.excerpt(cooked, maxlength, options.merge(post: self))
  end

  def excerpt_for_topic
    Post.excerpt(cooked, SiteSetting.topic_excerpt_maxlength, strip_links: true, post: self)
  end

  def url(opts = {})
    topic ? Post.url(topic.slug, topic.id, post_number, opts) : "/404"
  end

  def full_url(opts = {})
    "#{Discourse.base_url}#{url(opts)}"
  end

  # Nobody but staff and the author sees a hidden post; its author is told, and may edit it.
  def hide!(post_action_type_id, reason = nil)
    return if hidden?
    self.skip_validation = true
    update!(hidden: true, hidden_at: Time.zone.now, hidden_reason_id: reason || 1)
    topic.update_status("visible", false, Discourse.system_user) if is_first_post?
    Jobs.enqueue(
      :send_system_message,
      user_id: user_id,
      message_type: "post_hidden",
      message_options: {
        url: url,
        flag_reason: PostActionType.types[post_action_type_id].to_s,
      },
    )
  end

  def unhide!
    update!(hidden: false)
    topic.update_status("visible", true, Discourse.system_user) if is_first_post?
    publish_change_to_clients!(:acted)
  end

  # Mentioned names, lower case, without those in code or quotes.
  def raw_mentions
    PrettyText.extract_mentions(Nokogiri::HTML5.fragment(PrettyText.cook(raw)))
  end

  def reply_to_post
    Post.find_by_number(topic_id, reply_to_post_number) if reply_to_post_number.present?
  end

  def revise(updated_by, changes = {}, opts = {})
    PostRevisor.new(self).revise!(updated_by, changes, opts)
  end

  # @param actor whose doing it is; nobody is asked whether the new owner may write here
  def set_owner(new_user, actor, skip_revision = false)
    return if user_id == new_user.id

    old_user = user
    revise(
      actor,
      { raw: raw, user_id: new_user.id, edit_reason: I18n.t("change_owner.post_revision_text") },
      bypass_bump: true,
      skip_revision: skip_revision,
      skip_validations: true,
    )
    topic.update_columns(last_post_user_id: new_user.id) if post_number == topic.highest_post_number
    DiscourseEvent.trigger(:post_owner_changed, self, old_user, new_user)
  end

  def raw_hash
    Digest::SHA1.hexdigest(raw) if raw.present?
  end

  # The same body by the same author within `unique_posts_mins` is refused through this key.
  def unique_post_key
    "unique#{"-pm" if topic&.private_message?}-post-#{user_id}:#{raw_hash}"
  end

  def store_unique_post_key
    minutes = SiteSetting.unique_posts_mins
    HostKeys.setex(unique_post_key, minutes * 60, id) if minutes > 0
  end

  def matches_recent_post?
    post_id = HostKeys.get(unique_post_key)
    post_id.present? && post_id.to_i != id
  end

  def advance_draft_sequence
    DraftSequence.next!(last_editor_id, topic.draft_key) if topic && last_editor_id
  end

  def trigger_post_process(bypass_bump: false, new_post: false, **)
    Jobs.enqueue(:process_post, post_id: id, bypass_bump: bypass_bump, new_post: new_post)
    DiscourseEvent.trigger(:after_trigger_post_process, self)
  end

  # Tells everybody who has the topic open; `reload_topic: true` makes them fetch the topic again.
  def publish_change_to_clients!(type, opts = {})
    return if !topic

    skip_topic_stats = opts.delete(:skip_topic_stats)
    message = {
      id: id,
      post_number: post_number,
      updated_at: Time.zone.now,
      user_id: user_id,
      last_editor_id: last_editor_id,
      type: type,
      version: version,
    }
    publish_message!("/topic/#{topic_id}", message.merge(opts))
    Topic.publish_stats_to_clients!(topic_id, type) if !skip_topic_stats
  end

  def publish_message!(channel, message, opts = {})
    audience = topic.secure_audience_publish_messages
    MessageBus.publish(channel, message, opts.merge(audience)) if audience[:user_ids] != []
  end

  def locked?
    locked_by_id.present?
  end

  def readers_count
    [reads - 1, 0].max
  end

  private

  def cook_changed_raw
    self.last_editor_id ||= user_id
    return if !will_save_change_to_raw?

    self.cooked = cook(raw, topic_id: topic_id) if !new_record?
    self.baked_at = Time.zone.now
  end
end
