# frozen_string_literal: true

# Staff see the site as a member does: within their own login, or by logging in as the member.
class Admin::ImpersonateController < Admin::AdminController
  def create
    user = User.find_by_username_or_email(params.require(:username_or_email))
    raise Discourse::NotFound if user.blank?
    guardian.ensure_can_impersonate!(user)

    if SiteSetting.impersonate_without_logout
      raise Discourse::InvalidAccess if current_user.is_impersonating
      start_impersonating_user(user)
    else
      log_on_user(user, impersonate: true)
    end
    render body: nil
  end
end
