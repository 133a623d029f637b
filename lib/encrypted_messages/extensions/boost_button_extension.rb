# frozen_string_literal: true

module EncryptedMessages
  # The model refuses boosts of encrypted posts (`TextBesideExtension`), but discourse-boosts would show its button and
  # no reason. So the button is not shown.
  module BoostButtonExtension
    def can_boost
      super && !Placeholder.ciphertext?(object.raw, object)
    end
  end
end
