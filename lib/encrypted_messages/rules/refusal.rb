# frozen_string_literal: true

module EncryptedMessages
  # How the doors of core are closed: with one text, where core shows one.
  module Refusal
    # @param reason [Symbol] a key under `encrypted_messages.errors`
    # @return [String]
    def self.text(reason)
      I18n.t(key(reason))
    end

    # For a model. Once only: a callback may say again what a validation has said.
    def self.add(record, reason)
      record.errors.add(:base, text(reason)) if record.errors[:base].exclude?(text(reason))
    end

    # For what core does without asking whether it could be saved. Answered with 403 and the text.
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
