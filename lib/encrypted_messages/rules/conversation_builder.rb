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
      return if @opts[:encrypted_entry].blank?

      refuse(:core_changed) if Seams.sending_off?
      refuse(:only_messages) if @opts[:archetype] != Archetype.private_message
      refuse(:members_only) if @opts[:target_group_names].present? || @opts[:target_emails].present?
      refuse(:not_allowed) unless @creator.guardian.can_use_encrypted_messages?
      refuse(:invalid_roster) unless first_entry?
      refuse(:invalid_title) unless title_fits?
      if entry.members.size > SiteSetting.encrypted_messages_max_participants
        refuse(:too_many_participants)
      end
      refuse(:keys_do_not_fit) if entry.members.size > most_participants
      refuse(:keys_do_not_fit) if cards.size < entry.members.size
      StaleKeys.ensure_listed_current!(entry, cards)
      refuse(:invalid_roster) unless entry.signed_with?(cards[@creator.user.id])
      refuse(:invalid_keys) unless grants_fit?
      refuse(:already_exists) if Conversation.exists?(conversation_id: entry.conversation_id)

      build_rows
    end

    private

    # @return [SignedEntry, nil]
    def entry
      return @entry if defined?(@entry)
      @entry =
        begin
          SignedEntry.parse(@opts[:encrypted_entry])
        rescue Wire::Malformed
          nil
        end
    end

    def first_entry?
      entry&.first? && entry.signer_id == @creator.user.id && entry.signer_listed?
    end

    # Of all who are listed.
    def cards
      @cards ||= Identity.cards(entry.members.keys)
    end

    def grants
      @opts[:encrypted_keys].is_a?(Hash) ? @opts[:encrypted_keys] : {}
    end

    # One for each who takes part, and no other.
    def grants_fit?
      grants.keys.map(&:to_s).sort == entry.members.keys.map(&:to_s).sort &&
        grants.all? do |id, grant|
          Grant.for?(grant, entry:, epoch: entry.epoch, member_id: id.to_s.to_i)
        end
    end

    def title_fits?
      envelope = Envelope.parse_title(@opts[:encrypted_title])
      envelope.kind == :title && envelope.conversation_id == entry.conversation_id &&
        envelope.epoch == entry.epoch && envelope.revision == 1
    rescue Wire::Malformed
      false
    end

    # How many participants there can be at most, by the recipients that core was given. Limits how many cards and grants
    # are looked at.
    def most_participants
      @opts[:target_usernames].to_s.count(",") + 2
    end

    def build_rows
      conversation =
        @topic.build_encrypted_conversation(
          conversation_id: entry.conversation_id,
          encrypted_title: @opts[:encrypted_title],
        )
      conversation.entries.build(RosterEntry.columns_of(entry))
      grants.each do |user_id, encrypted_key|
        conversation.keys.build(
          user_id: user_id.to_i,
          epoch: entry.epoch,
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
