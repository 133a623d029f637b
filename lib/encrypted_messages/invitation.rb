# frozen_string_literal: true

module EncryptedMessages
  # Adds a member to an encrypted message together with the keys that a participant has wrapped for
  # them (R7, R20): both or neither. Who may invite whom, the notification and the small action post
  # are core's.
  #
  # Who is a member but has started anew gets the key again, for their new keys. That changes nothing of who
  # takes part, and replaces only what nobody can open any more.
  class Invitation
    # @param topic [Topic]
    # @param inviter [User] a participant
    # @param invited [User] with a card
    # @param grants [Hash{String => String}] by epoch
    def initialize(topic, inviter:, invited:, grants:)
      @topic = topic
      @inviter = inviter
      @invited = invited
      @grants = grants
    end

    # Does nothing for who is a member with keys already: the request was repeated, or somebody else was faster.
    #
    # @raise [Topic::NotAllowed, Topic::UserExists] with a text for the inviter
    # @raise [StaleKeys] where the keys are not for the member's current card
    # @raise [Discourse::InvalidAccess]
    def perform
      tell_open_pages if once { Topic.transaction { add } }
    end

    private

    def conversation
      @topic.encrypted_conversation
    end

    # One after the other in each message, so that two at once are counted both. No row is locked
    # meanwhile: core's small action post waits for a mutex of the topic's, whose holder may wait for the row.
    def once
      DistributedMutex.synchronize("encrypted_messages_invitation_#{@topic.id}") do
        yield if !holder? || outdated_keys.any?
      end
    end

    # Whether they take part, and have a key.
    def holder?
      member? && conversation.participant?(@invited.id)
    end

    def member?
      @topic.topic_allowed_users.exists?(user_id: @invited.id)
    end

    def add
      ensure_may_invite if !holder?
      refuse(:invalid_keys) unless grants_fit?
      @grants.each_value do |grant|
        Grant.ensure_current!({ @invited.id => grant }, granter_id: @inviter.id)
      end

      save_keys
      return true if member?
      @topic.invite(@inviter, @invited.username) || raise(Discourse::InvalidAccess)
    end

    # Where it is core's rule, in the words of core, which asks the same before it invites.
    def ensure_may_invite
      if @topic.reached_recipients_limit? && !@inviter.staff?
        limit = SiteSetting.max_allowed_message_recipients
        raise Topic::NotAllowed.new(I18n.t("pm_reached_recipients_limit", recipients_limit: limit))
      end
      refuse(:too_many_participants, count: most_participants) if full?
      Guardian.new(@inviter).ensure_can_invite_to!(@topic)
    end

    def most_participants
      SiteSetting.encrypted_messages_max_participants
    end

    def full?
      @topic.topic_allowed_users.count >= most_participants
    end

    # For each epoch that the inviter holds, and for no other.
    def grants_fit?
      epochs = conversation.keys.where(user_id: @inviter.id).pluck(:epoch)
      @grants.keys.sort == epochs.map(&:to_s).sort &&
        epochs.all? { |epoch| grant?(@grants[epoch.to_s], epoch) }
    end

    def grant?(grant, epoch)
      Grant.for?(
        grant,
        conversation_id: conversation.conversation_id,
        epoch:,
        member_id: @invited.id,
        granter_id: @inviter.id,
      )
    end

    # For keys that the member had before starting anew.
    def outdated_keys
      fingerprint = Card.fingerprint(Identity.cards([@invited.id])[@invited.id])
      keys.select { |key| key.outdated?(fingerprint) }
    end

    def keys
      conversation.keys.where(user_id: @invited.id)
    end

    # A current key of a member's is never replaced. Without a membership no key counts.
    def save_keys
      (holder? ? outdated_keys : keys).each(&:delete)
      held = keys.pluck(:epoch).map(&:to_s)
      @grants
        .except(*held)
        .each do |epoch, encrypted_key|
          conversation.keys.create!(
            user_id: @invited.id,
            epoch: epoch.to_i,
            encrypted_key:,
            granted_by_id: @inviter.id,
          )
        end
    end

    # The others see who takes part now. The new member's page, if one is open, gets the ciphertext.
    def tell_open_pages
      channel = "/topic/#{@topic.id}"
      MessageBus.publish(
        channel,
        { reload_topic: true },
        @topic.reload.secure_audience_publish_messages,
      )
      MessageBus.publish(
        channel,
        { reload_topic: true, refresh_stream: true },
        user_ids: [@invited.id],
      )
    end

    def refuse(reason, **values)
      raise Topic::NotAllowed.new(I18n.t("encrypted_messages.errors.#{reason}", **values))
    end
  end
end
