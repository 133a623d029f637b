# frozen_string_literal: true

class PostSerializer < BasicPostSerializer
  INSTANCE_VARS = %i[topic_view add_raw add_title add_excerpt draft_sequence]
  attr_accessor(*INSTANCE_VARS)

  attributes :post_number, :post_type, :posts_count, :updated_at, :reply_count, :quote_count
  attributes :reply_to_post_number, :reply_to_user, :reads, :readers_count, :read, :yours, :user_id
  attributes :topic_id, :topic_slug, :topic_title, :topic_html_title, :display_username, :version
  attributes :can_edit, :can_delete, :can_recover, :can_wiki, :can_view_edit_history, :link_counts
  attributes :user_title, :moderator?, :admin?, :staff?, :trust_level, :bookmarked, :raw, :excerpt
  attributes :actions_summary, :draft_sequence, :hidden, :deleted_at, :user_deleted, :edit_reason
  attributes :wiki, :via_email, :action_code, :action_code_who, :locked, :mentioned_users, :post_url
  attributes :can_localize_post
  attributes :can_boost # discourse-boosts' own

  delegate :slug, :title, to: :topic, prefix: true, allow_nil: true
  delegate :posts_count, to: :topic, allow_nil: true
  delegate :title, to: :author, prefix: :user, allow_nil: true
  delegate :trust_level, to: :author, allow_nil: true

  %i[moderator? admin? staff?].each { |name| define_method(name) { !!author&.public_send(name) } }

  %i[can_edit can_delete can_wiki can_view_edit_history can_localize_post].each do |name|
    define_method(name) { scope.public_send(:"#{name}?", object) }
  end

  %i[topic_title topic_html_title].each do |name|
    define_method(:"include_#{name}?") { !!add_title }
  end

  def initialize(object, opts)
    super
    INSTANCE_VARS.each { |name| public_send("#{name}=", opts[name]) if opts.include?(name) }
  end

  def include_can_localize_post?
    SiteSetting.content_localization_enabled
  end

  def can_boost
    scope.user.present? && object.user_id != scope.user.id
  end

  def include_can_boost?
    SiteSetting.discourse_boosts_enabled
  end

  def can_recover
    scope.can_recover_post?(object)
  end

  def post_url
    object.url
  end

  def topic_html_title
    topic&.fancy_title
  end

  def include_excerpt?
    !!add_excerpt
  end

  def include_raw?
    !!add_raw && (!object.hidden || scope.is_staff? || yours)
  end

  def display_username
    author&.name.presence || author&.username
  end

  def yours
    scope.user == author
  end

  def read
    topic_view.read?(object.post_number)
  end

  def include_read?
    topic_view.present?
  end

  def link_counts
    topic_view&.link_counts&.[](object.id)
  end

  def include_link_counts?
    link_counts.present?
  end

  def reply_to_user
    BasicUserSerializer.new(object.reply_to_user, root: false, scope: scope).as_json
  end

  def include_reply_to_user?
    object.reply_to_user.present? && object.reply_to_post_number.present?
  end

  def bookmarked
    false
  end

  def actions_summary
    []
  end

  def include_draft_sequence?
    !draft_sequence.nil?
  end

  def include_action_code?
    object.action_code.present?
  end

  def action_code_who
    fields = topic_view ? topic_view.post_custom_fields[object.id] : object.custom_fields
    fields&.[]("action_code_who")
  end

  def include_action_code_who?
    include_action_code? && action_code_who.present?
  end

  def locked
    true
  end

  def include_locked?
    object.locked? && yours
  end

  def mentioned_users
    users = topic_view.mentioned_users[object.id].to_a
    users.map { |user| BasicUserSerializer.new(user, root: false, scope: scope).as_json }
  end

  def include_mentioned_users?
    topic_view.present? && SiteSetting.enable_mentions
  end

  private

  def topic
    @topic ||= object.topic || Topic.with_deleted.find_by(id: object.topic_id)
  end
end
