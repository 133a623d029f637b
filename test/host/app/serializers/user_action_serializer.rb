# frozen_string_literal: true

class UserActionSerializer < ApplicationSerializer
  include PostItemExcerpt

  attributes :action_type, :created_at, :slug, :topic_id, :target_user_id, :post_number, :post_id
  attributes :username, :user_id, :acting_username, :acting_user_id, :title, :closed, :archived
end
