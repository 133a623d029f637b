# frozen_string_literal: true

# Assigns topics and posts (discourse-assign). An old assignment goes before the new one is made, and a note is said
# in the topic as well.
class Assigner
  def initialize(target, user)
    @target = target
    @assigned_by = user
  end

  # @return [Hash] `success` and, if not, the `reason`
  def assign(assign_to, note: nil, skip_small_action_post: false, status: nil, **)
    invite(assign_to) if topic.private_message? && SiteSetting.invite_on_assign
    return { success: false, reason: :forbidden } if !visible_to?(assign_to)

    Assignment.find_by(target: @target)&.destroy!
    Assignment.create!(
      target: @target,
      topic:,
      assigned_to: assign_to,
      assigned_by_user: @assigned_by,
      note:,
      status:,
    )
    return { success: true } if skip_small_action_post

    topic.add_moderator_post(
      @assigned_by,
      note,
      bump: false,
      post_type: Post.types[:small_action],
      action_code: "assigned",
      custom_fields: {
        "action_code_who" => assign_to.is_a?(User) ? assign_to.username : assign_to.name,
      },
    )
    { success: true }
  end

  private

  def topic
    @target.is_a?(Topic) ? @target : @target.topic
  end

  def visible_to?(assign_to)
    members = assign_to.is_a?(Group) ? assign_to.users : [assign_to]
    !topic.private_message? || (members.map(&:id) - topic.all_allowed_users.pluck(:id)).empty?
  end

  def invite(assign_to)
    guardian = Guardian.new(@assigned_by)
    if assign_to.is_a?(Group)
      guardian.ensure_can_invite_group_to_private_message!(assign_to, topic)
      topic.invite_group(@assigned_by, assign_to)
    elsif !topic.all_allowed_users.exists?(id: assign_to.id)
      guardian.ensure_can_invite_to!(topic)
      topic.invite(@assigned_by, assign_to.username)
    end
  end
end
