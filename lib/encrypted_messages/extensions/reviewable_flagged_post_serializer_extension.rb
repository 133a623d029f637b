# frozen_string_literal: true

module EncryptedMessages
  # Whoever reviews a flag has no key, and is told why there is nothing to read (R20).
  module ReviewableFlaggedPostSerializerExtension
    def cooked
      Placeholder.cooked_for_review(object.target) || super
    end

    def raw
      Placeholder.text_for_review(object.target) || super
    end
  end
end
