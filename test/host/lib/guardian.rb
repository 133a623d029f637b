# frozen_string_literal: true

# What a member may see and do. `guardian.ensure_can_x!(…)` raises Discourse::InvalidAccess unless `can_x?(…)`.
class Guardian
  include TopicGuardian
  include PostGuardian
  include PrivateMessageGuardian
  include UserGuardian

  # Answers for nobody.
  class AnonymousUser
    %i[admin? staff? moderator? staged? silenced? is_system_user? bot? whisperer?].each do |m|
      define_method(m) { false }
    end

    def blank?
      true
    end

    def groups
      []
    end

    def has_trust_level?(_level)
      false
    end

    def in_any_groups?(_group_ids)
      false
    end
  end

  attr_reader :request

  def initialize(user = nil, request = nil)
    @user = user.presence || AnonymousUser.new
    @request = request
  end

  def user
    @user.presence
  end
  alias_method :current_user, :user

  def authenticated?
    @user.present?
  end

  def is_admin?
    @user.admin?
  end

  def is_staff?
    @user.staff?
  end

  def is_moderator?
    @user.moderator?
  end

  def is_silenced?
    @user.silenced?
  end

  def is_me?(other)
    other && authenticated? && other.is_a?(User) && @user == other
  end

  def is_my_own?(object)
    authenticated? && object.respond_to?(:user_id) && object.user_id == @user.id
  end

  def can_see?(object)
    object ? allowed?("see", object) : false
  end

  def can_edit?(object)
    authenticated? && object ? allowed?("edit", object) : false
  end

  def can_delete?(object)
    authenticated? && object ? allowed?("delete", object) : false
  end

  # @param parent what the new record belongs to, such as the topic of a post
  def can_create?(klass, parent = nil)
    return false if !authenticated? || !klass
    target = klass.name.underscore
    if parent
      return public_send(:"can_create_#{target}_on_#{parent.class.name.underscore}?", parent)
    end
    method = :"can_create_#{target}?"
    respond_to?(method) ? public_send(method, parent) : true
  end

  def can_localize_content?
    SiteSetting.content_localization_enabled &&
      @user.in_any_groups?(SiteSetting.content_localization_allowed_groups_map)
  end

  # By the post or its id, and whatever the post is: a personal message, too.
  def can_localize_post?(post_or_post_id)
    return false if !SiteSetting.content_localization_enabled || !authenticated?
    post = post_or_post_id.is_a?(Post) ? post_or_post_id : Post.find_by(id: post_or_post_id)
    can_see?(post) && can_localize_content?
  end

  def can_localize_topic?(topic_or_topic_id)
    return false if !SiteSetting.content_localization_enabled || !authenticated?
    topic =
      topic_or_topic_id.is_a?(Topic) ? topic_or_topic_id : Topic.find_by(id: topic_or_topic_id)
    can_see?(topic) && can_localize_content?
  end

  def can_edit_user?(user)
    is_me?(user) || is_admin?
  end

  def ensure_can_see!(object)
    raise Discourse::InvalidAccess, "Can't see #{object.class}" if !can_see?(object)
  end

  def method_missing(method, *args, &block)
    question = method.to_s[/\Aensure_(.*)!\z/, 1]
    return super if !question || !respond_to?(:"#{question}?")
    if !public_send(:"#{question}?", *args, &block)
      raise Discourse::InvalidAccess, "#{question}? failed"
    end
  end

  def respond_to_missing?(method, include_private = false)
    question = method.to_s[/\Aensure_(.*)!\z/, 1]
    (question && respond_to?(:"#{question}?")) || super
  end

  private

  def allowed?(action, object)
    method = :"can_#{action}_#{object.class.name.underscore}?"
    respond_to?(method) ? public_send(method, object) : true
  end
end
