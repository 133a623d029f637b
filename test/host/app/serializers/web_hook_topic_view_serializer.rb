# frozen_string_literal: true

# A topic for the world outside. It inherits whatever plugins add to :topic_view.
class WebHookTopicViewSerializer < TopicViewSerializer
  attributes :created_by, :last_poster

  %i[
    post_stream
    suggested_topics
    related_messages
    draft
    draft_sequence
    message_bus_last_id
    details
  ].each { |attr| define_method(:"include_#{attr}?") { false } }

  def created_by
    BasicUserSerializer.new(object.topic.user, scope: scope, root: false).as_json
  end

  def last_poster
    BasicUserSerializer.new(object.topic.last_poster, scope: scope, root: false).as_json
  end
end
