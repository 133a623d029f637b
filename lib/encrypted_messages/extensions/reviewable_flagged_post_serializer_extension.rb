# frozen_string_literal: true

module EncryptedMessages
  # Staff who review a flag have no key. They are told why there is nothing to read.
  module ReviewableFlaggedPostSerializerExtension
    def cooked
      Placeholder.cooked_for_review(object.target) || super
    end

    def raw
      Placeholder.text_for_review(object.target) || super
    end
  end
end
