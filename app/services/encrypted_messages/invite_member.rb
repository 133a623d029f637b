# frozen_string_literal: true

module EncryptedMessages
  # Adds a member to an encrypted message, together with the keys that a participant has wrapped for them: both or
  # neither. Core decides who may invite whom, makes the notification and the small action post, and raises its own
  # errors (`Topic::NotAllowed`, `Topic::UserExists`).
  #
  # A member who has reset their encryption is given access with their new keys. That does not change who takes part, and
  # replaces only grants that nobody can open any more.
  #
  # @example
  #   EncryptedMessages::InviteMember.call(
  #     guardian:,
  #     params: { topic_id: 1, username: "mary", encrypted_keys: { "1" => grant } },
  #   )
  class InviteMember
    include Service::Base

    params do
      attribute :topic_id, :string
      attribute :username, :string
      # The grants, by epoch.
      attribute :encrypted_keys
    end

    model :topic
    policy :takes_part
    model :invited
    # One invitation at a time in each message, so that simultaneous ones are both counted. No row is locked meanwhile:
    # core's small action post waits for a mutex of the topic, whose holder may wait for the row.
    lock(:topic) do
      policy :lacks_key
      policy :within_recipients
      policy :within_participants
      policy :may_invite
      policy :keys_fit
      step :ensure_keys_current

      transaction do
        step :save_keys
        step :add
      end
    end
    step :tell_open_pages

    private

    def fetch_topic(params:)
      Topic.find_by(id: params.topic_id.to_i) if params.topic_id.to_s.match?(/\A\d{1,9}\z/)
    end

    # To members without a key the topic seems not to exist.
    def takes_part(guardian:, topic:)
      topic.encrypted_conversation&.participant?(guardian.user.id) && guardian.can_see?(topic)
    end

    # Groups and addresses are no usernames, so they are refused like a member without keys.
    def fetch_invited(params:)
      user = User.find_by_username(params.username)
      user if user && Identity.exists?(user.id) && Guardian.new(user).can_use_encrypted_messages?
    end

    # Otherwise there is nothing to do: the request was repeated, or somebody else was faster.
    def lacks_key
      !holder? || outdated_keys.any?
    end

    # Core's own rule. Core checks it again when it invites.
    def within_recipients(guardian:, topic:)
      holder? || guardian.user.staff? || !topic.reached_recipients_limit?
    end

    def within_participants(topic:)
      holder? || topic.topic_allowed_users.count < SiteSetting.encrypted_messages_max_participants
    end

    def may_invite(guardian:, topic:)
      holder? || guardian.can_invite_to?(topic)
    end

    # The grants must be for exactly the epochs whose keys the inviter has.
    def keys_fit(guardian:)
      epochs = conversation.keys.where(user_id: guardian.user.id).pluck(:epoch)
      grants.keys.sort == epochs.map(&:to_s).sort &&
        epochs.all? { |epoch| grant?(grants[epoch.to_s], epoch) }
    end

    # @raise [StaleKeys]
    def ensure_keys_current(guardian:, invited:)
      grants.each_value do |grant|
        Grant.ensure_current!({ invited.id => grant }, granter_id: guardian.user.id)
      end
    end

    # A participant's current key is never replaced. Keys of somebody who is no participant are deleted first.
    def save_keys(guardian:, invited:)
      (holder? ? outdated_keys : keys).each(&:delete)
      held = keys.pluck(:epoch).map(&:to_s)
      grants
        .except(*held)
        .each do |epoch, encrypted_key|
          conversation.keys.create!(
            user_id: invited.id,
            epoch: epoch.to_i,
            encrypted_key:,
            granted_by_id: guardian.user.id,
          )
        end
    end

    def add(guardian:, topic:, invited:)
      return if member?
      topic.invite(guardian.user, invited.username) || raise(Discourse::InvalidAccess)
    end

    # The others' pages show the new participant. The new member's page, if one is open, gets the ciphertext.
    def tell_open_pages(topic:, invited:)
      channel = "/topic/#{topic.id}"
      MessageBus.publish(
        channel,
        { reload_topic: true },
        topic.reload.secure_audience_publish_messages,
      )
      MessageBus.publish(
        channel,
        { reload_topic: true, refresh_stream: true },
        user_ids: [invited.id],
      )
    end

    def conversation
      context.topic.encrypted_conversation
    end

    def grants
      given = context.params.encrypted_keys
      given.is_a?(Hash) ? given.to_h.stringify_keys : {}
    end

    def grant?(grant, epoch)
      Grant.for?(
        grant,
        conversation_id: conversation.conversation_id,
        epoch:,
        member_id: context.invited.id,
        granter_id: context.guardian.user.id,
      )
    end

    # Whether the member takes part and has a key.
    def holder?
      member? && conversation.participant?(context.invited.id)
    end

    def member?
      context.topic.topic_allowed_users.exists?(user_id: context.invited.id)
    end

    # Grants for keys that the member had before resetting encryption.
    def outdated_keys
      fingerprint = Card.fingerprint(Identity.cards([context.invited.id])[context.invited.id])
      keys.select { |key| key.outdated?(fingerprint) }
    end

    def keys
      conversation.keys.where(user_id: context.invited.id)
    end
  end
end
