# frozen_string_literal: true

module EncryptedMessages
  # Core's controllers take no ciphertext over plain HTTP, as the plugin's own do not, and none at all where core no
  # longer has what guards plain text.
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
