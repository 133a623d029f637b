# frozen_string_literal: true

module EncryptedMessages
  # Core's controllers take ciphertext over plain HTTP as little as the plugin's own do (R14).
  module SecureContextGate
    extend ActiveSupport::Concern

    prepended do
      before_action(only: %i[create update]) { SecureContext.ensure!(request) if ciphertext? }
    end

    private

    def ciphertext?
      post = params[:post]
      texts = [params[:raw], post.is_a?(ActionController::Parameters) && post[:raw]]
      texts.any? { |raw| Envelope.whole?(raw) } || params.key?(:encrypted_title)
    end
  end
end
