# frozen_string_literal: true

module EncryptedMessages
  # The message id of a post's envelope. It is unique, so no message is stored twice and no envelope can appear in a
  # second post. It stays the same when the post is edited.
  class EncryptedPost < ActiveRecord::Base
    self.table_name = "encrypted_posts"

    attribute :message_id, IdColumn.new

    belongs_to :post

    validates :message_id, presence: true, format: { with: Wire::ID_PATTERN }
  end
end

# == Schema Information
#
# Table name: encrypted_posts
#
#  post_id    :bigint           not null, primary key
#  message_id :uuid             not null
#
# Indexes
#
#  index_encrypted_posts_on_message_id  (message_id) UNIQUE
#
