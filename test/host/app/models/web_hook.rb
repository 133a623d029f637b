# frozen_string_literal: true

# What core sends to the outside when something happens. The host keeps the payload instead of sending it.
class WebHook
  # Serialized as the system user sees it.
  def self.generate_payload(type, object, serializer = nil)
    serializer ||= "WebHook#{type.to_s.classify}Serializer".constantize
    serializer.new(object, scope: Guardian.new(Discourse.system_user), root: false).to_json
  end

  def self.enqueue_post_hooks(event, post, payload = nil)
    payload ||= generate_payload(:post, post)
    WebHookEvent.create!(event_name: event.to_s, payload: payload)
  end

  def self.enqueue_topic_hooks(event, topic, payload = nil)
    view = TopicView.new(topic, Discourse.system_user)
    payload ||= generate_payload(:topic, view, WebHookTopicViewSerializer)
    WebHookEvent.create!(event_name: event.to_s, payload: payload)
  end
end
