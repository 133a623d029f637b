# frozen_string_literal: true

module EncryptedMessages
  module PostRevisorExtension
    # Core compares the old and the new text to tell a small edit from a new version. Two ciphertexts
    # have nothing in common, and finding that out takes seconds; so every edit is a new version.
    #
    # @return [Integer] characters that differ
    def diff_size(before, after)
      Envelope.marked?(after) ? before.size + after.size : super
    end
  end
end
