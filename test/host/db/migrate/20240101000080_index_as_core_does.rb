# frozen_string_literal: true

# Core's indexes on what grows, so that a question is answered here by the ways that it is answered there.
class IndexAsCoreDoes < ActiveRecord::Migration[7.2]
  def change
    add_index :posts, %i[topic_id created_at]
    add_index :posts, %i[topic_id sort_order]
    add_index :posts, %i[user_id created_at]
    add_index :topic_allowed_groups, %i[topic_id group_id], unique: true
    add_index :topic_allowed_users, %i[user_id topic_id], unique: true
  end
end
