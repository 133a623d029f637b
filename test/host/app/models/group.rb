# frozen_string_literal: true

class Group < ActiveRecord::Base
  include HasCustomFields

  AUTO_GROUPS = {
    everyone: 0,
    admins: 1,
    moderators: 2,
    staff: 3,
    trust_level_0: 10,
    trust_level_1: 11,
    trust_level_2: 12,
    trust_level_3: 13,
    trust_level_4: 14,
  }.freeze

  has_many :group_users, dependent: :destroy
  has_many :users, through: :group_users

  validates :name, presence: true, uniqueness: { case_sensitive: false }

  def self.[](name)
    find_by(id: AUTO_GROUPS[name.to_sym]) || find_by(name: name.to_s)
  end

  # Puts a member into the automatic groups that their role and trust level give, and out of the others.
  def self.refresh_automatic_groups_of(user)
    wanted = AUTO_GROUPS.slice(*automatic_names(user)).values
    memberships = GroupUser.where(user_id: user.id, group_id: AUTO_GROUPS.values)
    memberships.where.not(group_id: wanted).destroy_all
    (wanted - memberships.pluck(:group_id)).each do |group_id|
      GroupUser.create!(user_id: user.id, group_id: group_id)
    end
  end

  def self.automatic_names(user)
    names = (0..user.trust_level).map { |level| :"trust_level_#{level}" }
    names << :admins if user.admin?
    names << :moderators if user.moderator?
    names << :staff if user.staff?
    names
  end
  private_class_method :automatic_names

  def self.refresh_automatic_groups!(*)
    User.human_users.find_each { |user| refresh_automatic_groups_of(user) }
  end

  def self.user_trust_level_change!(user_id, _trust_level)
    refresh_automatic_groups_of(User.find(user_id))
  end

  def add(user)
    group_users.create!(user_id: user.id) if !group_users.exists?(user_id: user.id)
    self
  end

  def remove(user)
    group_users.where(user_id: user.id).destroy_all.any?
  end
end
