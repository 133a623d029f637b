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

  ALIAS_LEVELS = {
    nobody: 0,
    only_admins: 1,
    mods_and_admins: 2,
    members_mods_and_admins: 3,
    owners_mods_and_admins: 4,
    everyone: 99,
  }.freeze

  has_many :group_users, dependent: :destroy
  has_many :users, through: :group_users

  validates :name, presence: true, uniqueness: { case_sensitive: false }

  # The groups that a user may send messages to.
  scope :messageable,
        ->(user) do
          levels = [ALIAS_LEVELS[:everyone]]
          levels << ALIAS_LEVELS[:only_admins] << ALIAS_LEVELS[:mods_and_admins] if user&.admin?
          levels << ALIAS_LEVELS[:mods_and_admins] if user&.moderator?
          member = ALIAS_LEVELS[:members_mods_and_admins]
          levels << member if user&.staff?
          where(messageable_level: levels).or(
            where(
              messageable_level: member,
              id: GroupUser.where(user_id: user&.id).select(:group_id),
            ),
          )
        end

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

  def self.user_trust_level_change!(user_id, _trust_level)
    refresh_automatic_groups_of(User.find(user_id))
  end

  def add(user)
    group_users.create!(user_id: user.id) if !group_users.exists?(user_id: user.id)
    self
  end
end
