# frozen_string_literal: true

# A login. The cookie holds the token, the table its hash.
class UserAuthToken < ActiveRecord::Base
  belongs_to :user

  # Whose login it is, also while they impersonate somebody.
  alias_method :acting_user, :user

  attr_accessor :unhashed_auth_token

  # @return [UserAuthToken] with the token for the cookie
  def self.generate!(user_id:, staff: nil, impersonate: false)
    token = SecureRandom.hex(16)
    create!(user_id: user_id, auth_token: hash_token(token)).tap do |created|
      created.unhashed_auth_token = token
    end
  end

  def self.lookup(token)
    find_by(auth_token: hash_token(token)) if token.present?
  end

  def self.hash_token(token)
    Digest::SHA256.base64digest("#{token}#{Rails.application.secret_key_base}")
  end

  # Who is to be taken for logged in.
  def user
    impersonated_user || acting_user
  end

  def impersonated_user
    return if impersonated_user_id.blank? || !impersonation_expires_at&.future?

    impersonated = User.find_by(id: impersonated_user_id)
    return if !Guardian.new(acting_user).can_impersonate?(impersonated)
    impersonated.is_impersonating = true
    impersonated
  end
end
