# frozen_string_literal: true

module EncryptedMessages
  # discourse-boosts has a button for it, and no words for a refusal by its model (`TextBesideExtension`).
  module BoostButtonExtension
    def can_boost
      super && !Placeholder.ciphertext?(object.raw, object)
    end
  end
end
