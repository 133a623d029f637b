# frozen_string_literal: true

Fabricator(:group) { name { sequence(:name) { |n| "my_group_#{n}" } } }

Fabricator(:group_user) do
  user
  group
end

Fabricator(:api_key)

Fabricator(:draft) do
  user
  draft_key Draft::NEW_PRIVATE_MESSAGE
  data '{"reply":"A draft of mine"}'
  sequence 0
end

Fabricator(:notification) do
  transient :post
  notification_type { Notification.types[:mentioned] }
  user
  topic { |attrs| attrs[:post]&.topic || Fabricate(:topic, user: attrs[:user]) }
  post_number { |attrs| attrs[:post]&.post_number }
  data '{"poison":"ivy","killer":"croc"}'
end

Fabricator(:theme) do
  name { sequence(:name) { |i| "Cool theme #{i + 1}" } }
  user_id Discourse::SYSTEM_USER_ID
end
