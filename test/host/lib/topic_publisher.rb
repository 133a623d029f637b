# frozen_string_literal: true

# Puts a message, or a topic, into a category. Whether it could be converted is not looked at, and what its revisions
# held is forgotten.
class TopicPublisher
  def initialize(topic, published_by, category_id)
    @topic = topic
    @published_by = published_by
    @category_id = category_id
  end

  def publish!
    published_at = Time.zone.now
    if @topic.private_message?
      @topic = TopicConverter.new(@topic, @published_by).convert_to_public_topic(@category_id)
    else
      PostRevisor.new(@topic.first_post, @topic).revise!(@published_by, category_id: @category_id)
    end

    @topic.update_columns(visible: true)
    TopicTimer.where(topic: @topic).update_all(
      deleted_at: Time.zone.now,
      deleted_by_id: @published_by.id,
    )
    if (first_post = @topic.first_post)
      first_post.revisions.destroy_all
      first_post.update_columns(version: 1, public_version: 1, last_version_at: published_at)
    end
    MessageBus.publish("/topic/#{@topic.id}", { reload_topic: true, refresh_stream: true })
    @topic
  end
end
