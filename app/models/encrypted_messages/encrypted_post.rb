# frozen_string_literal: true

module EncryptedMessages
  # The message id of a post's envelope. It is unique, so no message is stored twice and no envelope can appear in a
  # second post. It stays the same when the post is edited.
  class EncryptedPost < ActiveRecord::Base
    self.table_name = "encrypted_posts"

    belongs_to :post

    validates :message_id, presence: true, format: { with: Wire::ID_PATTERN }
  end
end

# == Schema Information
#
# Table name: encrypted_posts
#
#  id         :bigint           not null, primary key
#  post_id    :bigint           not null
#  message_id :string(22)       not null
#  created_at :datetime         not null
#  updated_at :datetime         not null
#
# Indexes
#
#  index_encrypted_posts_on_message_id  (message_id) UNIQUE
#  index_encrypted_posts_on_post_id     (post_id) UNIQUE
#
