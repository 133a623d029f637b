# frozen_string_literal: true

class AddImpersonationToUserAuthTokens < ActiveRecord::Migration[7.2]
  def change
    add_column :user_auth_tokens, :impersonated_user_id, :integer
    add_column :user_auth_tokens, :impersonation_expires_at, :datetime
  end
end
