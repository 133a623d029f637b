# frozen_string_literal: true

# Logins stay in the table, but nobody gets in by them.
class UserSuspender
  def initialize(user, suspended_till:, reason:, by_user:)
    @user = user
    @suspended_till = suspended_till
  end

  def suspend
    @user.suspended_till = @suspended_till
    @user.save!
    @user.logged_out
  end
end
