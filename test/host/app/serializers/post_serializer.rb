# frozen_string_literal: true

class PostSerializer < BasicPostSerializer
  INSTANCE_VARS = %i[
    topic_view
    add_raw
    add_title
    add_excerpt
    draft_sequence
    single_post_link_counts
  ]
  attr_accessor(*INSTANCE_VARS)

  attributes :post_number,
             :post_type,
             :posts_count,
             :updated_at,
             :reply_count,
             :reply_to_post_number,
             :quote_count,
             :reads,
             :readers_count,
             :yours,
             :topic_id,
             :topic_slug,
             :topic_title,
             :topic_html_title,
             :display_username,
             :version,
             :can_edit,
             :can_delete,
             :can_recover,
             :can_wiki,
             :link_counts,
             :read,
             :user_title,
             :reply_to_user,
             :bookmarked,
             :raw,
             :actions_summary,
             :moderator?,
             :admin?,
             :staff?,
             :user_id,
             :draft_sequence,
             :hidden,
             :trust_level,
             :deleted_at,
             :user_deleted,
             :edit_reason,
             :can_view_edit_history,
             :wiki,
             :via_email,
             :action_code,
             :action_code_who,
             :locked,
             :excerpt,
             :mentioned_users,
             :post_url,
             :can_localize_post,
             :can_boost # discourse-boosts' own

  def initialize(object, opts)
    super
    INSTANCE_VARS.each { |name| public_send("#{name}=", opts[name]) if opts.include?(name) }
  end

  def can_localize_post
    scope.can_localize_post?(object)
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

  def post_url
    object.url
  end

  def topic_slug
    topic&.slug
  end

  def topic_title
    topic&.title
  end

  def topic_html_title
    topic&.fancy_title
  end

  %i[topic_title topic_html_title].each do |attr|
    define_method(:"include_#{attr}?") { !!add_title }
  end

  def include_excerpt?
    !!add_excerpt
  end

  def include_raw?
    !!add_raw && (!object.hidden || scope.is_staff? || yours)
  end

  def posts_count
    topic&.posts_count
  end

  def display_username
    object.user&.name.presence || object.user&.username
  end

  def user_title
    object.user&.title
  end

  def trust_level
    object.user&.trust_level
  end

  def moderator?
    !!object.user&.moderator?
  end

  def admin?
    !!object.user&.admin?
  end

  def staff?
    !!object.user&.staff?
  end

  def yours
    scope.user == object.user
  end

  def can_edit
    scope.can_edit?(object)
  end

  def can_delete
    scope.can_delete?(object)
  end

  def can_recover
    scope.can_recover_post?(object)
  end

  def can_wiki
    scope.can_wiki?(object)
  end

  def can_view_edit_history
    scope.can_view_edit_history?(object)
  end

  def read
    topic_view ? topic_view.read?(object.post_number) : false
  end

  def include_read?
    topic_view.present?
  end

  def link_counts
    single_post_link_counts.presence || topic_view&.link_counts&.[](object.id)
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
    users = topic_view ? topic_view.mentioned_users[object.id].to_a : []
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
