# frozen_string_literal: true

Fabricator(:post) do
  user { Fabricate(:user, refresh_auto_groups: true) }
  topic { |attrs| Fabricate(:topic, user: attrs[:user]) }
  raw "Hello world"
  post_type { Post.types[:regular] }
end

Fabricator(:private_message_post, from: :post) do
  transient :recipient
  user
  topic do |attrs|
    Fabricate(:private_message_topic, user: attrs[:user], recipient: attrs[:recipient])
  end
  raw "Ssshh! This is our secret conversation!"
end

Fabricator(:small_action, from: :post) do
  post_type { Post.types[:small_action] }
  action_code "open_topic"
end
