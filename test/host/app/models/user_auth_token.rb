# frozen_string_literal: true

# A login. The cookie holds the token, the table its hash.
class UserAuthToken < ActiveRecord::Base
  belongs_to :user

  # @return [String] the token for the cookie
  def self.generate!(user)
    token = SecureRandom.hex(16)
    create!(user_id: user.id, auth_token: hash_token(token))
    token
  end

  def self.lookup(token)
    find_by(auth_token: hash_token(token)) if token.present?
  end

  def self.hash_token(token)
    Digest::SHA256.base64digest("#{token}#{Rails.application.secret_key_base}")
  end
end
