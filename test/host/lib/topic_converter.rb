# frozen_string_literal: true

# Makes a public topic of a message. What a validation refuses is rolled back, and the topic that is given back says why.
class TopicConverter
  attr_reader :topic

  def initialize(topic, user)
    @topic = topic
    @user = user
  end

  def convert_to_public_topic(category_id = nil)
    Topic.transaction do
      category = Category.find_by(id: category_id) || Category.where(read_restricted: false).first
      PostRevisor.new(@topic.first_post, @topic).revise!(
        @user,
        category_id: category&.id,
        archetype: Archetype.default,
      )
      raise ActiveRecord::Rollback if !@topic.valid?

      DB.after_commit { @topic.add_small_action(@user, "public_topic") }
    end

    @topic
  end
end
