# frozen_string_literal: true

# One operation on many topics, as far as the member may do it to each.
class TopicsBulkAction
  OPERATIONS = %w[change_category close archive delete archive_messages move_messages_to_inbox]

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

  def archive_messages
    messages { |topic| UserArchivedMessage.archive!(@user.id, topic) }
  end

  def move_messages_to_inbox
    messages { |topic| UserArchivedMessage.move_to_inbox!(@user.id, topic) }
  end

  def messages
    topics.each { |topic| yield(topic) if guardian.can_see?(topic) && topic.private_message? }
  end

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
    each_topic(:can_moderate?) do |topic|
      topic.update_status("closed", true, @user, { message: @operation[:message] })
    end
  end

  def archive
    each_topic(:can_moderate?) { |topic| topic.update_status("archived", true, @user) }
  end

  def delete
    each_topic(:can_delete?) { |topic| PostDestroyer.new(@user, topic.ordered_posts.first).destroy }
  end

  def each_topic(question)
    topics.each do |topic|
      next if !guardian.public_send(question, topic)
      yield(topic)
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
