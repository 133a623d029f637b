# frozen_string_literal: true

module EncryptedMessages
  # Adds members to an encrypted message. They are removed, and leave, by core's own endpoints.
  class MembersController < BaseController
    INVITATIONS_PER_MINUTE = 30

    # Keys are wrapped on a member's own device, so others have nothing to send.
    before_action :ensure_own_login

    rescue_from(StaleKeys) { |error| render_json_error(error.message, status: 409) }
    rescue_from(Topic::UserExists, Topic::NotAllowed) { |error| refuse(error.message) }

    # POST /encrypted-messages/topics/:topic_id/members.json, with `username` and with
    # `encrypted_keys`, the grants by epoch. Answers as core's own invitation does.
    def create
      limit_rate("invitations", INVITATIONS_PER_MINUTE, 1.minute)

      InviteMember.call(service_params) do
        on_success { |invited:| render_member(invited) }
        on_failed_policy(:lacks_key) { |invited:| render_member(invited) }
        on_model_not_found(:topic) { raise Discourse::NotFound }
        on_failed_policy(:takes_part) { raise Discourse::NotFound }
        on_model_not_found(:invited) { refuse_invited }
        on_failed_policy(:within_recipients) { refuse_further_recipient }
        on_failed_policy(:within_participants) { refuse_further_participant }
        on_failed_policy(:may_invite) { raise Discourse::InvalidAccess }
        on_failed_policy(:keys_fit) { refuse(text(:invalid_keys)) }
        on_lock_not_acquired(:topic) { raise Discourse::ReadOnly }
        on_failure { raise Discourse::InvalidAccess }
      end
    end

    private

    def render_member(user)
      render_json_dump BasicUserSerializer.new(user, scope: guardian, root: "user")
    end

    def refuse_invited
      name = params[:username]
      raise Discourse::InvalidParameters.new(:username) unless username?(name)
      refuse(text(:member_without_keys, username: name))
    end

    # In core's words.
    def refuse_further_recipient
      limit = SiteSetting.max_allowed_message_recipients
      refuse(I18n.t("pm_reached_recipients_limit", recipients_limit: limit))
    end

    def refuse_further_participant
      refuse(text(:too_many_participants, count: SiteSetting.encrypted_messages_max_participants))
    end

    def text(reason, **values)
      I18n.t("encrypted_messages.errors.#{reason}", **values)
    end

    def refuse(message)
      render_json_error(message, status: 422)
    end
  end
end
