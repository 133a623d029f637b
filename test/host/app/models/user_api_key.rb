# frozen_string_literal: true

# A member's own key, for the header User-Api-Key. `key` exists on the new record alone.
class UserApiKey < ActiveRecord::Base
  belongs_to :user
  has_many :scopes, class_name: "UserApiKeyScope", dependent: :destroy

  scope :active, -> { where(revoked_at: nil) }
  scope :with_key, ->(key) { where(key_hash: ApiKey.hash_key(key)) }

  after_initialize do
    if !key_hash
      @key = SecureRandom.hex
      self.key_hash = ApiKey.hash_key(@key)
    end
  end

  attr_reader :key

  # @raise Discourse::InvalidAccess
  def ensure_allowed!(env)
    raise Discourse::InvalidAccess if scopes.none? { |scope| scope.permits?(env) }
  end
end
