# frozen_string_literal: true

module EncryptedMessages
  # What a post in an encrypted message may not be, beside its text (R25): each of these would carry
  # words past `PostGuard`, or make of a post what its author did not sign.
  module PostAttributes
    # Name => when it is refused, and why.
    REFUSED = {
      # The mail is kept whole beside the post, with every part of it in the clear.
      "via_email" => [:present?.to_proc, :by_mail],
      "raw_email" => [:present?.to_proc, :by_mail],
      # The placeholder comes with cooking.
      "cook_method" => [->(method) { method != Post.cook_methods[:regular] }, :malformed],
      "edit_reason" => [:present?.to_proc, :plain_edit_reason],
      # A whisper is for staff; an encrypted message for those who hold its key.
      "post_type" => [->(type) { type == Post.types[:whisper] }, :no_whispers],
      "wiki" => [:present?.to_proc, :not_the_author],
    }.freeze
    # Its author has signed it.
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
