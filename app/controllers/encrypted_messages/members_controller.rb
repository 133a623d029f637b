# frozen_string_literal: true

module EncryptedMessages
  # Members who are added to an encrypted message. They are removed, and leave, by core's own ways.
  class MembersController < BaseController
    INVITATIONS_PER_MINUTE = 30

    # The keys are wrapped on a member's own device.
    before_action :ensure_own_login

    rescue_from(StaleKeys) { |error| render_json_error(error.message, status: 409) }

    # POST /encrypted-messages/topics/:topic_id/members.json, with `username` and with
    # `encrypted_keys`, the grants by epoch. Answers as core's own invitation does.
    def create
      limit_rate("invitations", INVITATIONS_PER_MINUTE, 1.minute)

      topic = conversation_topic
      invited = invited_member
      Invitation.new(topic, inviter: current_user, invited:, grants:).perform
      render_json_dump BasicUserSerializer.new(invited, scope: guardian, root: "user")
    rescue Topic::UserExists, Topic::NotAllowed => error
      render_json_error(error.message, status: 422)
    end

    private

    # For whoever holds no key this is a topic that does not exist.
    def conversation_topic
      id = params[:topic_id].to_s
      topic = Topic.find_by(id: id.to_i) if id.match?(/\A\d{1,9}\z/)
      if topic&.encrypted_conversation&.participant?(current_user.id) && guardian.can_see?(topic)
        return topic
      end
      raise Discourse::NotFound
    end

    # Groups and addresses are nobody's names, so they are refused like a member without keys.
    def invited_member
      name = username
      user = User.find_by_username(name)
      return user if user && Identity.exists?(user.id) && may_use?(user)
      raise Topic::NotAllowed.new(
              I18n.t("encrypted_messages.errors.member_without_keys", username: name),
            )
    end

    def may_use?(user)
      Guardian.new(user).can_use_encrypted_messages?
    end

    def username
      name = params[:username]
      return name if username?(name)
      raise Discourse::InvalidParameters.new(:username)
    end

    def grants
      params.permit(encrypted_keys: {})[:encrypted_keys].to_h
    end
  end
end
