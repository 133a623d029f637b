# frozen_string_literal: true

module EncryptedMessages
  # Core's controllers take ciphertext over plain HTTP as little as the plugin's own do (R14), and none at all where core
  # has lost what guards plain text.
  module SecureContextExtension
    extend ActiveSupport::Concern

    prepended do
      before_action(only: %i[create update]) do
        next if !ciphertext?
        SecureContext.ensure!(request)
        render_json_error(Refusal.text(:core_changed), status: 422) if Seams.sending_off?
      end
    end

    private

    def ciphertext?
      post = params[:post]
      texts = [params[:raw], post.is_a?(ActionController::Parameters) && post[:raw]]
      texts.any? { |raw| Envelope.whole?(raw) } || params.key?(:encrypted_title)
    end
  end
end
