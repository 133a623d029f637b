# frozen_string_literal: true

class NewPostResultSerializer < ApplicationSerializer
  attributes :action, :post, :errors, :success, :message, :route_to

  def post
    serializer = PostSerializer.new(object.post, scope: scope, root: false, add_raw: true)
    serializer.draft_sequence = DraftSequence.current(scope.user, object.post.topic.draft_key)
    serializer.as_json
  end

  def success
    true
  end

  def errors
    object.errors.full_messages
  end

  {
    success: :success?,
    post: :post,
    errors: :errors,
    message: :message,
    route_to: :route_to,
  }.each { |name, given| define_method(:"include_#{name}?") { object.public_send(given).present? } }
end
