# frozen_string_literal: true

module EncryptedMessages
  # A net behind the client: the draft of a reply to an encrypted message, or of an edit in one, is either ciphertext or
  # not stored.
  module DraftExtension
    def set(user, key, sequence, data, ...)
      raise Discourse::InvalidParameters.new(:data) if DraftGuard.new(user, key, data).refused?
      DraftBackups.forget(user, key) if DraftBackups.ciphertext?(data)
      super
    end

    # Core calls this for every list of a member's drafts, before it is serialized.
    def preload_data(drafts, user)
      super
      NoticeSerialization.preload_drafts(drafts, user)
    end

    def backup_draft(user, key, sequence, data)
      super unless DraftBackups.ciphertext?(data)
    end
  end
end
