# frozen_string_literal: true

Fabricator(:group) { name { sequence(:name) { |n| "my_group_#{n}" } } }

Fabricator(:group_user) do
  user
  group
end

Fabricator(:api_key)

Fabricator(:user_api_key) { user }

Fabricator(:user_api_key_scope)

Fabricator(:category) { name { sequence(:name) { |n| "Amazing Category #{n}" } } }

Fabricator(:mailinglist_mirror_category, from: :category) do
  email_in "list@example.com"
  email_in_allow_strangers true
  mailinglist_mirror true
end

Fabricator(:watched_word) do
  word { sequence(:word) { |i| "word#{i}" } }
  action WatchedWord.actions[:block]
end

Fabricator(:post_reply_key) do
  user
  post
  reply_key { PostReplyKey.generate_reply_key }
end

Fabricator(:topic_timer) do
  user
  topic
  execute_at { 1.hour.from_now }
  status_type TopicTimer.types[:close]
end

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
