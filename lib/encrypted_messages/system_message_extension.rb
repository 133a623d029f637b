# frozen_string_literal: true

module EncryptedMessages
  # When staff have dealt with a flag, core quotes the post to its author in an ordinary message. Of an
  # encrypted one the quote would be a page of ciphertext in which nobody sees a thing.
  module SystemMessageExtension
    def create(type, params = {})
      hidden = ->(value) { value.is_a?(String) ? Placeholder.hide_ciphertext(value) : value }
      super(type, params.transform_values(&hidden))
    end
  end
end
