# frozen_string_literal: true

module EncryptedMessages
  # Asks `PostGuard` where no path leads around it: in a validation, whose text core shows, and in a callback, for what
  # is saved without validations. `update_columns` and SQL are not covered.
  module PostExtension
    extend ActiveSupport::Concern

    prepended do
      has_one :encrypted_post,
              class_name: "EncryptedMessages::EncryptedPost",
              inverse_of: :post,
              dependent: :delete

      validate :guard_encryption
      before_save do
        hide_quoted_ciphertext
        guard = guard_encryption
        throw :abort if guard.nil?
        build_encrypted_post(message_id: guard.envelope.message_id) if guard.new_envelope?
      end
    end

    private

    # When staff have handled a flag, core quotes the post to its author in an ordinary message from the system. The
    # quote of an encrypted post would be a page of unreadable ciphertext.
    def hide_quoted_ciphertext
      return if !new_record? || raw.to_s.exclude?(Envelope::MARKER)
      self.raw = Placeholder.hide_ciphertext(raw) if topic&.subtype == TopicSubtype.system_message
    end

    # Asked by the validation, and once more for what comes without one. In the transaction of a save, where what the guard
    # has read is locked, an answer holds as long as it is about the same.
    #
    # @return [PostGuard, nil] nil when the post is refused
    def guard_encryption
      transaction = self.class.connection.current_transaction
      asked = [transaction, acting_user, new_record?, changes.slice(*PostGuard::WATCHED)]
      return @encryption_guard if transaction.open? && asked == @guarded_encryption

      guard = PostGuard.new(self)
      reason = guard.refusal
      if reason.nil?
        @guarded_encryption = asked
        return @encryption_guard = guard
      end
      Refusal.add(self, reason)
      nil
    end
  end
end
