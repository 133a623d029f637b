# frozen_string_literal: true

module EncryptedMessages
  # What a member's devices keep of conversations' keys for each other (docs/protocol.md §8.6). No parameter can name another
  # member.
  class KeyBagsController < BaseController
    WRITES_PER_MINUTE = 30

    prepend ConflictAnswersExtension

    before_action :ensure_own_login

    # PUT /encrypted-messages/key-bags.json, with `bags` by topic and epoch, and the `fingerprint` of the member's keys
    def update
      limit_rate("key-bags", WRITES_PER_MINUTE, 1.minute)

      KeepKeyBags.call(service_params) do
        on_success { render json: success_json }
        on_failed_policy(:well_formed) { raise Discourse::InvalidParameters.new(:bags) }
        on_failure { raise Discourse::InvalidAccess }
      end
    end
  end
end
