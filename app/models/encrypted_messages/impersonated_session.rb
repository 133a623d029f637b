# frozen_string_literal: true

module EncryptedMessages
  # A login by which staff impersonate a member (`UserAuthTokenExtension`). It is removed after the login has gone
  # (`DeadRows`).
  class ImpersonatedSession < ActiveRecord::Base
    self.table_name = "encrypted_impersonated_sessions"
  end
end

# == Schema Information
#
# Table name: encrypted_impersonated_sessions
#
#  id                 :bigint           not null, primary key
#  user_auth_token_id :bigint           not null
#
# Indexes
#
#  index_encrypted_impersonated_sessions_on_user_auth_token_id  (user_auth_token_id) UNIQUE
#
