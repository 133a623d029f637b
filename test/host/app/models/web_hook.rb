# frozen_string_literal: true

# What core sends to the outside when something happens. The host sends nothing, it only makes the payload.
class WebHook
  # Serialized as the system user sees it.
  def self.generate_payload(type, object, serializer = nil)
    serializer ||= "WebHook#{type.to_s.classify}Serializer".constantize
    serializer.new(object, scope: Guardian.new(Discourse.system_user), root: false).to_json
  end
end
