# frozen_string_literal: true

module EncryptedMessages
  # Turns the additional fields of a new message (`POST /posts.json`) into the rows of a conversation. It runs in
  # `:before_create_topic`, inside the transaction of topic and post, and only builds the rows: they are saved with the
  # topic or not at all. Once core has added the participants, `TopicExtension` checks that the keys fit them.
  class ConversationBuilder
    # @param topic [Topic] not saved yet
    # @param creator [TopicCreator]
    def initialize(topic, creator)
      @topic = topic
      @creator = creator
      @opts = creator.opts
    end

    # @raise [ActiveRecord::Rollback] after adding the reason to the creator's errors
    # @raise [StaleKeys] answered with 409
    def build
      return if @opts[:encrypted_conversation_id].blank?

      refuse(:core_changed) if Seams.sending_off?
      refuse(:only_messages) if @opts[:archetype] != Archetype.private_message
      refuse(:members_only) if @opts[:target_group_names].present? || @opts[:target_emails].present?
      refuse(:not_allowed) unless @creator.guardian.can_use_encrypted_messages?
      refuse(:invalid_title) unless title_fits?
      if grants.size > SiteSetting.encrypted_messages_max_participants
        refuse(:too_many_participants)
      end
      refuse(:keys_do_not_fit) if grants.size > most_participants
      refuse(:invalid_keys) unless grants.any? && grants.all? { |id, grant| grant?(id, grant) }
      Grant.ensure_current!(grants.transform_keys(&:to_i), granter_id: @creator.user.id)
      refuse(:already_exists) if Conversation.exists?(conversation_id:)

      build_rows
    end

    private

    def conversation_id
      @opts[:encrypted_conversation_id]
    end

    def grants
      @opts[:encrypted_keys].is_a?(Hash) ? @opts[:encrypted_keys] : {}
    end

    # This finds a malformed conversation id, too: no envelope could name it.
    def title_fits?
      envelope = Envelope.parse_title(@opts[:encrypted_title])
      envelope.kind == :title && envelope.conversation_id == conversation_id
    rescue Wire::Malformed
      false
    end

    # How many participants there can be at most, by the recipients that core was given. Limits how many grants are
    # decoded.
    def most_participants
      @opts[:target_usernames].to_s.count(",") + 2
    end

    def grant?(user_id, grant)
      user_id.to_s.match?(/\A[1-9]\d{0,9}\z/) &&
        Grant.for?(
          grant,
          conversation_id:,
          epoch: Wire::FIRST_EPOCH,
          member_id: user_id.to_i,
          granter_id: @creator.user.id,
        )
    end

    def build_rows
      conversation =
        @topic.build_encrypted_conversation(
          conversation_id:,
          encrypted_title: @opts[:encrypted_title],
        )
      grants.each do |user_id, encrypted_key|
        conversation.keys.build(
          user_id: user_id.to_i,
          epoch: Wire::FIRST_EPOCH,
          encrypted_key:,
          granted_by_id: @creator.user.id,
        )
      end
    end

    def refuse(reason)
      @topic.errors.add(
        :base,
        I18n.t(
          "encrypted_messages.errors.#{reason}",
          count: SiteSetting.encrypted_messages_max_participants,
        ),
      )
      @creator.rollback_from_errors!(@topic)
    end
  end
end
