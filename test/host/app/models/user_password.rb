# frozen_string_literal: true

class UserPassword < ActiveRecord::Base
  ITERATIONS = Rails.env.test? ? 10 : 100_000
  HASH_BYTES = 32

  belongs_to :user

  def password=(password)
    self.password_salt = SecureRandom.hex(16)
    self.password_hash = digest(password)
  end

  def matches?(password)
    ActiveSupport::SecurityUtils.secure_compare(password_hash, digest(password))
  end

  private

  def digest(password)
    OpenSSL::KDF.pbkdf2_hmac(
      password,
      salt: password_salt,
      iterations: ITERATIONS,
      length: HASH_BYTES,
      hash: "sha256",
    ).unpack1("H*")
  end
end
