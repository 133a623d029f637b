# frozen_string_literal: true

# Takes a like back.
class PostActionDestroyer
  def self.destroy(destroyed_by, post, action_key, _opts = {})
    new(destroyed_by, post, PostActionType.types[action_key]).perform
  end

  def initialize(destroyed_by, post, post_action_type_id, _opts = {})
    @destroyed_by = destroyed_by
    @post = post
    @post_action_type_id = post_action_type_id
  end

  def perform
    result = PostActionResult.new
    action =
      PostAction.find_by(
        user: @destroyed_by,
        post: @post,
        post_action_type_id: @post_action_type_id,
      )
    if !action
      result.not_found = true
      return result
    end

    action.remove_act!(@destroyed_by)
    result.post = @post.reload
    @post.publish_change_to_clients!(:unliked, { user_id: @destroyed_by.id })
    result.success = true
    result
  end
end
