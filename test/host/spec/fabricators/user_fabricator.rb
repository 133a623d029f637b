# frozen_string_literal: true

Fabricator(:user, class_name: :user) do
  transient refresh_auto_groups: false
  transient trust_level: nil

  name "Bruce Wayne"
  username { sequence(:username) { |i| "bruce#{i}" } }
  email { sequence(:email) { |i| "bruce#{i}@wayne.com" } }
  password "myawesomepassword"
  active true

  after_build { |user, transients| user.trust_level = transients[:trust_level] || TrustLevel[1] }
  after_create do |user, transients|
    refresh = transients[:refresh_auto_groups] || transients[:trust_level]
    Group.user_trust_level_change!(user.id, user.trust_level) if refresh
    user.user_option.update!(composition_mode: UserOption.composition_mode_types[:markdown])
  end
end

Fabricator(:moderator, from: :user) do
  name { sequence(:name) { |i| "A#{i} Moderator" } }
  username { sequence(:username) { |i| "moderator#{i}" } }
  email { sequence(:email) { |i| "moderator#{i}@discourse.org" } }
  moderator true
  after_create { |user| Group.refresh_automatic_groups_of(user) }
end

Fabricator(:admin, from: :user) do
  name "Anne Admin"
  username { sequence(:username) { |i| "anne#{i}" } }
  email { sequence(:email) { |i| "anne#{i}@discourse.org" } }
  admin true
  after_create { |user| Group.refresh_automatic_groups_of(user) }
end

{
  newuser: 0,
  trust_level_0: 0,
  trust_level_1: 1,
  trust_level_2: 2,
  trust_level_3: 3,
  trust_level_4: 4,
}.each { |name, level| Fabricator(name, from: :user) { trust_level level } }
