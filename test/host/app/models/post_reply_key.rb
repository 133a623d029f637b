# frozen_string_literal: true

# What makes an address to which one member answers one post.
class PostReplyKey < ActiveRecord::Base
  belongs_to :post
  belongs_to :user

  before_validation { self.reply_key ||= self.class.generate_reply_key }

  validates :post_id, :user_id, :reply_key, presence: true

  def self.generate_reply_key
    SecureRandom.hex(16)
  end

  def reply_key
    super&.delete("-")
  end
end
