# frozen_string_literal: true

# Which of the target users want no messages from the acting user; nobody can shut staff out. Of core's the part that
# invitations ask for, without lists of allowed writers.
class UserCommScreener
  def initialize(acting_user:, target_user_ids:)
    @acting_user = acting_user
    @targets = Array.wrap(target_user_ids) - [acting_user.id]
  end

  def ignoring_or_muting_actor?(user_id)
    ensure_target(user_id)
    !@acting_user.staff? &&
      (
        MutedUser.exists?(user_id:, muted_user_id: @acting_user.id) ||
          IgnoredUser.exists?(user_id:, ignored_user_id: @acting_user.id)
      )
  end

  def disallowing_pms_from_actor?(user_id)
    ignoring_or_muting_actor?(user_id) ||
      (!@acting_user.staff? && UserOption.exists?(user_id:, allow_private_messages: false))
  end

  private

  def ensure_target(user_id)
    raise Discourse::NotFound if @targets.exclude?(user_id)
  end
end
