# frozen_string_literal: true

module EncryptedMessages
  # A member's own card and backup. There is no way to name another member (R18).
  class IdentityController < BaseController
    READS_PER_MINUTE = 30
    WRITES_PER_HOUR = 30
    REPLACEMENTS_PER_DAY = 5

    before_action :ensure_own_login

    rescue_from(Identity::Conflict) { refuse(:identity_conflict, 409) }
    rescue_from(Identity::CardReplaced) { refuse(:card_replaced, 422) }
    rescue_from(Identity::NoReplacement) { refuse(:no_replacement, 422) }

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

      version = Identity.new(current_user).store!(**sent)
      render json: { version: }
    end

    # GET /encrypted-messages/identity/losses.json: what starting anew would cost
    def losses
      limit_rate("identity-losses", READS_PER_MINUTE, 1.minute)

      render json: Losses.new(current_user).to_h
    end

    # POST /encrypted-messages/identity/replacement.json: starts anew
    def replace
      limit_rate("identity-replacements", REPLACEMENTS_PER_DAY, 1.day)

      version = Identity.new(current_user).replace!(**sent)
      render json: { version: }
    end

    private

    def refuse(reason, status)
      render_json_error(I18n.t("encrypted_messages.errors.#{reason}"), status:)
    end

    def card
      card = params.require(:card)
      raise Discourse::InvalidParameters.new(:card) unless Card.for?(card, current_user.id)
      card
    end

    def backup
      backup = params.require(:backup)
      raise Discourse::InvalidParameters.new(:backup) unless Identity.backup?(backup)
      backup
    end

    # `version` is the one this client last saw, 0 when it saw none; `at_least` comes with what it puts back.
    def sent
      at_least = params.key?(:at_least) ? count(:at_least) : 0
      { card:, backup:, version: count(:version), at_least: }
    end

    def count(name)
      count = params.require(name).to_s
      raise Discourse::InvalidParameters.new(name) unless count.match?(/\A\d{1,9}\z/)
      count.to_i
    end
  end
end
