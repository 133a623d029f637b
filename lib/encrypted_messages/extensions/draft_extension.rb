# frozen_string_literal: true

module EncryptedMessages
  # A net behind the client (R9): the draft of a reply to, or an edit in, an encrypted message is
  # ciphertext or is not kept.
  module DraftExtension
    def set(user, key, sequence, data, ...)
      raise Discourse::InvalidParameters.new(:data) if DraftGuard.new(user, key, data).refused?
      DraftBackups.forget(user, key) if DraftBackups.ciphertext?(data)
      super
    end

    def backup_draft(user, key, sequence, data)
      super unless DraftBackups.ciphertext?(data)
    end
  end
end
