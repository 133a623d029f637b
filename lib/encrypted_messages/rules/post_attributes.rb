# frozen_string_literal: true

module EncryptedMessages
  # Attributes that a post in an encrypted message may not have. Each of them would carry words past `PostGuard`, or
  # make the post something else than its author signed.
  module PostAttributes
    # Attribute => which values are refused, and the reason.
    REFUSED = {
      # Core keeps the whole mail beside the post, in the clear.
      "via_email" => [:present?.to_proc, :by_mail],
      "raw_email" => [:present?.to_proc, :by_mail],
      # The placeholder is put in place when core cooks the post.
      "cook_method" => [->(method) { method != Post.cook_methods[:regular] }, :malformed],
      "edit_reason" => [:present?.to_proc, :plain_edit_reason],
      # A whisper is for staff, and an encrypted message for those who have its key.
      "post_type" => [->(type) { type == Post.types[:whisper] }, :no_whispers],
      "wiki" => [:present?.to_proc, :not_the_author],
    }.freeze
    # The author has signed the post.
    AUTHOR = "user_id"

    NAMES = [*REFUSED.keys, AUTHOR].freeze

    # @param post [Post]
    # @return [Symbol, nil] the reason for a refusal
    def self.refusal(post)
      return :not_the_author if post.persisted? && post.user_id_changed?

      _, reason =
        REFUSED
          .find do |name, (refused, _)|
            (post.new_record? || post.attribute_changed?(name)) && refused.call(post[name])
          end
          &.last
      reason
    end
  end
end
