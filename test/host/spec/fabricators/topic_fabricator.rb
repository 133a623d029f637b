# frozen_string_literal: true

Fabricator(:topic) do
  user
  title { sequence(:title) { |i| "This is a test topic #{i}" } }
  last_post_user_id { |attrs| attrs[:user].id }
end

Fabricator(:closed_topic, from: :topic) { closed true }

Fabricator(:topic_allowed_user) { user }

Fabricator(:topic_allowed_group) { group }

Fabricator(:private_message_topic, from: :topic) do
  transient :recipient
  title { sequence(:title) { |i| "This is a private message #{i}" } }
  archetype "private_message"
  topic_allowed_users do |attrs|
    [
      Fabricate.build(:topic_allowed_user, user: attrs[:user]),
      Fabricate.build(:topic_allowed_user, user: attrs[:recipient] || Fabricate(:user)),
    ]
  end
end

Fabricator(:group_private_message_topic, from: :topic) do
  transient :recipient_group
  title { sequence(:title) { |i| "This is a private message #{i} to a group" } }
  archetype "private_message"
  topic_allowed_users { |attrs| [Fabricate.build(:topic_allowed_user, user: attrs[:user])] }
  topic_allowed_groups do |attrs|
    [Fabricate.build(:topic_allowed_group, group: attrs[:recipient_group])]
  end
end
