# frozen_string_literal: true

module EncryptedMessages
  # One text for each reason to refuse something, in the form that core's code at that place expects.
  module Refusal
    # @param reason [Symbol] a key under `encrypted_messages.errors`
    # @return [String]
    def self.text(reason)
      I18n.t(key(reason))
    end

    # Adds the text to a model's errors, once: a callback may repeat what a validation has said.
    def self.add(record, reason)
      record.errors.add(:base, text(reason)) if record.errors[:base].exclude?(text(reason))
    end

    # An error to raise where core would go on without asking whether a record was saved. Answered with 403 and the
    # text.
    #
    # @return [Discourse::InvalidAccess]
    def self.access(reason)
      Discourse::InvalidAccess.new(text(reason), nil, custom_message: key(reason))
    end

    def self.key(reason)
      "encrypted_messages.errors.#{reason}"
    end
    private_class_method :key
  end
end
