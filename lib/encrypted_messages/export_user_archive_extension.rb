# frozen_string_literal: true

module EncryptedMessages
  # A member's own archive holds what they have written, as ciphertext. An administrator may have it
  # made as well, and gets none.
  module ExportUserArchiveExtension
    private

    def get_user_archive_fields(post)
      return super if @requesting_user.nil? || @requesting_user == archive_for_user
      super.map { |field| field.is_a?(String) ? Placeholder.hide_ciphertext(field) : field }
    end
  end
end
