# frozen_string_literal: true

class NewPostResultSerializer < ApplicationSerializer
  attributes :action, :post, :errors, :success, :message, :route_to

  def post
    serializer = PostSerializer.new(object.post, scope: scope, root: false, add_raw: true)
    serializer.draft_sequence = DraftSequence.current(scope.user, object.post.topic.draft_key)
    serializer.as_json
  end

  def include_post?
    object.post.present?
  end

  def success
    true
  end

  def include_success?
    object.success?
  end

  def errors
    object.errors.full_messages
  end

  def include_errors?
    object.errors.any?
  end

  def include_message?
    object.message.present?
  end

  def include_route_to?
    object.route_to.present?
  end
end
