# frozen_string_literal: true

# One operation on many topics, as far as the member may do it to each.
class TopicsBulkAction
  OPERATIONS = %w[change_category close]

  def initialize(user, topic_ids, operation, options = {})
    @user = user
    @topic_ids = topic_ids
    @operation = operation
    @changed_ids = []
    @options = options
  end

  # @return [Array<Integer>] ids of what was changed
  # @raise Discourse::InvalidParameters
  def perform!
    raise Discourse::InvalidParameters, :operation if OPERATIONS.exclude?(@operation[:type])
    send(@operation[:type])
    @changed_ids.sort
  end

  private

  def change_category
    topics
      .where("category_id IS DISTINCT FROM ?", @operation[:category_id].to_i)
      .each do |topic|
        next if !guardian.can_edit?(topic)
        fields = { category_id: @operation[:category_id] }
        if topic.first_post.revise(@user, fields, bypass_bump: true, validate_post: false)
          @changed_ids << topic.id
        end
      end
  end

  def close
    topics.each do |topic|
      next if !guardian.can_moderate?(topic)
      topic.update_status("closed", true, @user, { message: @operation[:message] })
      @changed_ids << topic.id
    end
  end

  def guardian
    @guardian ||= Guardian.new(@user)
  end

  def topics
    Topic.where(id: @topic_ids)
  end
end
