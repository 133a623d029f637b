# frozen_string_literal: true

module EncryptedMessages
  # `backup_drafts_to_pm_length` makes core keep long drafts in a message of their author to themselves,
  # for good. Ciphertext is not kept there, and what was kept before the box was ticked goes (R9, R23).
  module DraftBackups
    # @param data [String] JSON
    def self.ciphertext?(data)
      fields = JSON.parse(data.to_s)
      fields.is_a?(Hash) && fields.each_value.any? { |text| Envelope.whole?(text) }
    rescue JSON::ParserError
      false
    end

    # @param key [String] of the draft
    def self.forget(user, key)
      backup = BackupDraftPost.find_by(user_id: user.id, key:) or return
      post = Post.with_deleted.find_by(id: backup.post_id)
      # The staff's log would be one place more to keep it.
      options = { force_destroy: true, skip_staff_log: true }
      PostDestroyer.new(Discourse.system_user, post, options).destroy if post
      backup.destroy!
    end
  end
end
