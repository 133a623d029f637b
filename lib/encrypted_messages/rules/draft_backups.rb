# frozen_string_literal: true

module EncryptedMessages
  # With `backup_drafts_to_pm_length`, core keeps long drafts for good, in a message of their author to themselves.
  # Ciphertext is not kept there, and a copy that was kept before the member chose to encrypt is deleted.
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
      # Staff's log would keep the text as well.
      options = { force_destroy: true, skip_staff_log: true }
      PostDestroyer.new(Discourse.system_user, post, options).destroy if post
      backup.destroy!
    end
  end
end
