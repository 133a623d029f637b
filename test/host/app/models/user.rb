# frozen_string_literal: true

class User < ActiveRecord::Base
  include HasCustomFields
  include UserAvatars
  include UserNotificationsState

  has_one :user_option, dependent: :destroy
  has_one :user_stat, dependent: :destroy
  has_one :user_password, dependent: :destroy
  has_one :primary_email, -> { where(primary: true) }, class_name: "UserEmail", autosave: true
  has_many :user_emails, dependent: :destroy
  has_many :user_auth_tokens, dependent: :destroy
  has_many :group_users, dependent: :destroy
  has_many :groups, through: :group_users
  has_many :posts
  has_many :topics
  has_many :topic_allowed_users, dependent: :destroy
  has_many :topic_users, dependent: :delete_all
  has_many :notifications, dependent: :delete_all
  has_many :drafts, dependent: :destroy
  has_many :bookmarks, dependent: :delete_all

  # Set while staff impersonate this member.
  attr_accessor :is_impersonating

  validates :username, presence: true, uniqueness: { case_sensitive: false }
  validate :password_long_enough

  before_destroy { DraftSequence.where(user_id: id).delete_all }
  before_validation { self.username_lower = username&.downcase }
  after_create :create_companions
  # Specs skip it, as core's do: a fabricated member is in no automatic group unless `refresh_auto_groups: true`.
  after_create :ensure_in_trust_level_group
  after_save :save_password
  after_commit(on: :destroy) { DiscourseEvent.trigger(:user_destroyed, self) }

  scope :human_users, -> { where("users.id > 0") }
  scope :staff, -> { where("admin OR moderator") }

  def self.human_user_id?(user_id)
    user_id > 0
  end

  # Those of others' custom fields that somebody is told.
  def self.allowed_user_custom_fields(guardian)
    fields = SiteSetting.public_user_custom_fields.split("|")
    fields |= SiteSetting.staff_user_custom_fields.split("|") if guardian.is_staff?
    fields
  end

  def self.normalize_username(username)
    username.to_s.unicode_normalize.downcase
  end

  def self.find_by_username(username)
    find_by(username_lower: normalize_username(username))
  end

  def self.find_by_email(email)
    joins(:user_emails).find_by("lower(user_emails.email) = ?", email.to_s.downcase)
  end

  def self.find_by_username_or_email(name)
    name.to_s.include?("@") ? find_by_email(name) : find_by_username(name)
  end

  def email
    primary_email&.email
  end

  def email=(value)
    primary_email ? primary_email.email = value : build_primary_email(email: value, primary: true)
  end

  def password=(password)
    @raw_password = password if password.present?
  end

  def confirm_password?(password)
    !!user_password&.matches?(password)
  end

  def encoded_username(lower: false)
    ERB::Util.url_encode(lower ? username_lower : username)
  end

  def staff?
    admin? || moderator?
  end

  def whisperer?
    allowed = SiteSetting.whispers_allowed_groups_map
    allowed.any? && (admin? || in_any_groups?(allowed))
  end

  def bot?
    !self.class.human_user_id?(id)
  end

  def human?
    !bot?
  end

  def is_system_user?
    id == Discourse::SYSTEM_USER_ID
  end

  def suspended?
    !!suspended_till&.future?
  end

  def silenced?
    !!silenced_till&.future?
  end

  def has_trust_level?(level)
    trust_level >= level
  end

  def guardian
    Guardian.new(self)
  end

  # Group "everyone" (0) holds everybody, listed or not.
  def in_any_groups?(group_ids)
    group_ids.include?(Group::AUTO_GROUPS[:everyone]) ||
      (is_system_user? && (Group::AUTO_GROUPS.values & group_ids).any?) ||
      (belonging_to_group_ids & group_ids).any?
  end

  def belonging_to_group_ids
    @belonging_to_group_ids ||= group_users.pluck(:group_id)
  end

  # Without Rails' options, as in core, where `with_lock` therefore fails.
  def reload
    @belonging_to_group_ids = nil
    super
  end

  def staged?
    self[:staged]
  end

  # Told to all open pages.
  def logged_out
    MessageBus.publish("/logout/#{id}", id, user_ids: [id])
  end

  def effective_locale
    (locale.presence if SiteSetting.allow_user_locale) || SiteSetting.default_locale
  end

  private

  def create_companions
    create_user_option! if !user_option
    create_user_stat! if !user_stat
  end

  def ensure_in_trust_level_group
    Group.refresh_automatic_groups_of(self)
  end

  def password_long_enough
    return if !@raw_password || @raw_password.length >= SiteSetting.min_password_length
    errors.add(:password, :too_short, count: SiteSetting.min_password_length)
  end

  def save_password
    return if !@raw_password
    (user_password || build_user_password).update!(password: @raw_password)
    # A new password ends every login.
    user_auth_tokens.destroy_all
    @raw_password = nil
  end
end
