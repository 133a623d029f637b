# frozen_string_literal: true

# A key for the header Api-Key, of one user or of all. Only its hash is stored; `key` exists on the new record alone.
class ApiKey < ActiveRecord::Base
  belongs_to :user
  belongs_to :created_by, class_name: "User"

  scope :active, -> { where(revoked_at: nil) }

  after_initialize { generate_key if new_record? && !key_hash }

  attr_reader :key

  def self.hash_key(key)
    Digest::SHA256.hexdigest(key)
  end

  def self.with_key(key)
    where(key_hash: hash_key(key))
  end

  private

  def generate_key
    @key = SecureRandom.hex(32)
    self.key_hash = self.class.hash_key(@key)
    self.truncated_key = @key[0..3]
  end
end
