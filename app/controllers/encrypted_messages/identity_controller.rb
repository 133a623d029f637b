# frozen_string_literal: true

module EncryptedMessages
  # A member's own card and backup. No parameter can name another member.
  class IdentityController < BaseController
    READS_PER_MINUTE = 30
    WRITES_PER_HOUR = 30
    REPLACEMENTS_PER_DAY = 5

    before_action :ensure_own_login

    # GET /encrypted-messages/identity.json
    def show
      limit_rate("identity-reads", READS_PER_MINUTE, 1.minute)

      stored = Identity.new(current_user).stored
      raise Discourse::NotFound if stored[:card].nil?
      render json: stored
    end

    # PUT /encrypted-messages/identity.json
    def update
      limit_rate("identity-writes", WRITES_PER_HOUR, 1.hour)

      StoreIdentity.call(service_params) do
        on_success { |version:| render json: { version: } }
        on_failed_policy(:same_card) { refuse(:card_replaced, 422) }
        on_failed_policy(:seen_version) { refuse(:identity_conflict, 409) }
        on_failed_policy(:follows_address_book) { refuse_address_book }
        on_failed_policy(:own_card) { refuse_parameter(:card) }
        on_failed_policy(:own_address_book) { refuse_parameter(:address_book) }
        on_failed_policy(:own_name) { refuse_parameter(:name) }
        on_failed_contract { |contract| refuse_parameter(contract.errors.attribute_names.first) }
        on_failure { raise Discourse::InvalidAccess }
      end
    end

    # PUT /encrypted-messages/identity/name.json: what the member is called, signed
    def publish_name
      limit_rate("identity-names", WRITES_PER_HOUR, 1.hour)

      PublishName.call(service_params) do
        on_success { render json: success_json }
        on_failed_policy(:fresh) { refuse(:identity_conflict, 409) }
        on_failed_policy(:signed) { refuse_parameter(:name) }
        on_failed_contract { |contract| refuse_parameter(contract.errors.attribute_names.first) }
        on_failure { raise Discourse::InvalidAccess }
      end
    end

    # GET /encrypted-messages/identity/losses.json: what resetting encryption would cost
    def losses
      limit_rate("identity-losses", READS_PER_MINUTE, 1.minute)

      render json: Losses.new(current_user).to_h
    end

    # GET /encrypted-messages/identity/drafts.json: what is encrypted anew where the member's keys are replaced
    def drafts
      limit_rate("identity-drafts", READS_PER_MINUTE, 1.minute)

      render json: { drafts: OwnDrafts.new(current_user).to_h }
    end

    # POST /encrypted-messages/identity/replacement.json: replaces the member's keys, or resets their encryption
    def replace
      limit_rate("identity-replacements", REPLACEMENTS_PER_DAY, 1.day)

      ReplaceIdentity.call(service_params) do
        on_success { |version:| render json: { version: } }
        on_failed_policy(:names_stored_card) { refuse(:no_replacement, 422) }
        on_failed_policy(:vouch_holds) { refuse_parameter(:card) }
        on_failed_policy(:seen_version) { refuse(:identity_conflict, 409) }
        on_failed_policy(:seen_drafts) { refuse(:identity_conflict, 409) }
        on_failed_policy(:follows_address_book) { refuse_address_book }
        on_failed_policy(:own_card) { refuse_parameter(:card) }
        on_failed_policy(:own_address_book) { refuse_parameter(:address_book) }
        on_failed_policy(:own_name) { refuse_parameter(:name) }
        on_failed_contract { |contract| refuse_parameter(contract.errors.attribute_names.first) }
        on_failure { raise Discourse::InvalidAccess }
      end
    end

    private

    def refuse(reason, status)
      render_json_error(I18n.t("encrypted_messages.errors.#{reason}"), status:)
    end

    def refuse_parameter(name)
      raise Discourse::InvalidParameters.new(name)
    end
  end
end
