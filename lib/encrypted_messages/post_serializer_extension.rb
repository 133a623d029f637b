# frozen_string_literal: true

module EncryptedMessages
  # Who holds no key gets no ciphertext either: staff, feeds of staff, and webhooks, which run as the
  # system user (R20, R22).
  module PostSerializerExtension
    def raw
      Placeholder.without_key(super, topic_view&.topic || object.topic, scope)
    end
  end
end
