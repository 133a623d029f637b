# frozen_string_literal: true

module UserGuardian
  # Staff delete new accounts, and old ones with few posts.
  def can_delete_user?(user)
    return false if user.nil? || user.admin?
    return true if is_me?(user)

    first = user.user_stat&.first_post_created_at
    is_staff? && (first.nil? || first > 60.days.ago || user.posts.count <= 5)
  end

  def can_impersonate?(target)
    target && is_admin? && !target.admin?
  end

  def can_merge_users?(source_user, target_user)
    is_admin? && source_user && !source_user.staff? && !target_user.nil?
  end
end
