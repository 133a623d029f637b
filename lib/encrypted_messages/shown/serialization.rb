# frozen_string_literal: true

module EncryptedMessages
  # What is serialized, and to whom. Every member who can see a message learns that it is encrypted. Ciphertext and keys
  # go only to members who were granted a key, and each gets only their own keys. Webhooks use the same serializers as
  # the system user, who has no key.
  module Serialization
    # @param plugin [Plugin::Instance]
    def self.register(plugin)
      add_site(plugin)
      add_current_user(plugin)
      add_posts(plugin)
      add_revisions(plugin)
      %i[listable_topic topic_view].each { |serializer| add_topics(plugin, serializer) }
      add_awaited_key(plugin)
      add_forced(plugin)
      preload
    end

    # Tells a member that the site takes no more replies to an ordinary message.
    def self.add_forced(plugin)
      plugin.add_to_serializer(
        :topic_view,
        :encrypted_messages_reply_refused,
        include_condition: -> do
          ForcedEncryption.refuses?(scope.user, object.topic) &&
            !Serialization.encrypted?(object.topic, scope)
        end,
      ) { true }
    end

    def self.add_site(plugin)
      plugin.add_to_serializer(:site, :encrypted_messages_title_placeholder) { Placeholder.title }
      # Only sent where core has changed so that plain text is no longer guarded (`Seams`).
      plugin.add_to_serializer(
        :site,
        :encrypted_messages_sending_off,
        include_condition: -> { Seams.sending_off? },
      ) { true }
      # Only names, and only to members who may write encrypted messages.
      plugin.add_to_serializer(
        :site,
        :encrypted_messages_plaintext_readers,
        include_condition: -> { scope.can_use_encrypted_messages? },
      ) { PlaintextReaders.names }
    end

    def self.add_current_user(plugin)
      # Each is asked once for all that is shown of the member.
      reason = ->(shown) do
        shown.instance_eval do
          next @encrypted_messages_reason if defined?(@encrypted_messages_reason)
          @encrypted_messages_reason = Serialization.unavailable_reason(scope)
        end
      end
      identity = ->(shown) do
        shown.instance_eval { @encrypted_messages_identity ||= Identity.new(object) }
      end

      plugin.add_to_serializer(:current_user, :can_use_encrypted_messages) do
        reason.call(self).nil?
      end
      plugin.add_to_serializer(
        :current_user,
        :encrypted_messages_unavailable_reason,
        include_condition: -> { reason.call(self) },
      ) { reason.call(self) }
      plugin.add_to_serializer(:current_user, :encrypted_messages_enabled) do
        identity.call(self).stored[:card].present?
      end
      # A device that has other keys learns from this that the member has reset their encryption.
      plugin.add_to_serializer(:current_user, :encrypted_messages_fingerprint) do
        card = identity.call(self).stored[:card]
        card && Card.fingerprint(card)
      end
      plugin.add_to_serializer(:current_user, :encrypted_messages_backup) do
        identity.call(self).backup_summary
      end
      # Its version, so that a page fetches only what is new to it.
      plugin.add_to_serializer(:current_user, :encrypted_messages_address_book) do
        AddressBook.new(object).version
      end
      # The member's own pages sign another where core calls them otherwise by now.
      plugin.add_to_serializer(:current_user, :encrypted_messages_name) do
        identity.call(self).fields[Identity::NAME]
      end
    end

    # @param guardian [Guardian]
    # @return [String, nil] "not_allowed", "insecure_context" or "impersonated"
    def self.unavailable_reason(guardian)
      if !guardian.can_use_encrypted_messages?
        "not_allowed"
      elsif guardian.request && !SecureContext.secure?(guardian.request)
        "insecure_context"
      elsif guardian.request && OwnLogin.impersonated?(guardian.request, guardian.user)
        "impersonated"
      end
    end

    def self.add_posts(plugin)
      # Whoever has no key gets no ciphertext either: staff, their feeds, and webhooks, which run as the system user.
      # This holds while the plugin is off, too.
      plugin.add_to_serializer(:post, :raw, respect_plugin_enabled: false) do
        Placeholder.without_key(object.raw, topic_view&.topic || object.topic, scope)
      end
      plugin.add_to_serializer(
        :post,
        :encrypted_raw,
        include_condition: -> do
          Envelope.marked?(object.raw) && !cooked_hidden &&
            Serialization.keys(topic_view&.topic || object.topic, scope).any?
        end,
      ) { object.raw }
    end

    def self.add_revisions(plugin)
      plugin.add_to_serializer(
        :post_revision,
        :encrypted_versions,
        include_condition: -> do
          encrypted_versions? && Serialization.keys(object.post.topic, scope).any?
        end,
      ) { ciphertexts }
    end

    def self.add_topics(plugin, serializer)
      topic = ->(object) { object.is_a?(TopicView) ? object.topic : object }

      plugin.add_to_serializer(
        serializer,
        :is_encrypted,
        include_condition: -> { Serialization.encrypted?(topic.call(object), scope) },
      ) { true }
      plugin.add_to_serializer(
        serializer,
        :encrypted_conversation,
        include_condition: -> { Serialization.keys(topic.call(object), scope).any? },
      ) do
        if object.is_a?(TopicView)
          Serialization.conversation(object.topic, scope)
        else
          Serialization.listed_conversation(object)
        end
      end
    end

    def self.add_awaited_key(plugin)
      plugin.add_to_serializer(
        :topic_view,
        :encrypted_messages_key_awaited,
        include_condition: -> { Serialization.awaits_key?(object.topic, scope) },
      ) { true }
    end

    def self.preload
      TopicList.on_preload { |topics, list| preload_topics(topics, list.current_user) }
      TopicView.on_preload { |view| preload_topics([view.topic], view.guardian.user, whole: true) }
    end

    # @param topics [Array<Topic>]
    # @param user [User, nil] the viewer
    # @param whole [Boolean] whether the keys' bytes are to be given
    def self.preload_topics(topics, user, whole: false)
      return unless SiteSetting.encrypted_messages_enabled
      messages = topics.select(&:private_message?)
      return if messages.empty?

      ActiveRecord::Associations::Preloader.new(
        records: messages,
        associations: :encrypted_conversation,
      ).call
      Conversation.preload_keys(messages.filter_map(&:encrypted_conversation), user, whole:)
    end

    def self.encrypted?(topic, guardian)
      topic.private_message? && guardian.user&.human? && topic.encrypted_conversation.present?
    end

    # @return [Array<ConversationKey>] the viewer's own
    def self.keys(topic, guardian)
      return [] unless topic&.private_message?
      topic.encrypted_conversation&.keys_for(guardian.user) || []
    end

    # The newest entry; the rest is asked for by need (`RostersController`). And what participants' pages give again.
    def self.roster(topic)
      newest = topic.encrypted_conversation.newest_entry or return {}
      lost_keys = LostKeys.of(newest)
      roster = { sequence: newest.sequence, entry: newest.entry }
      lost_keys.empty? ? { roster: } : { roster:, lost_keys: }
    end

    # Whether somebody has no key of a conversation whose roster lists them: others' pages give it again.
    def self.awaits_key?(topic, guardian)
      return false if !encrypted?(topic, guardian) || keys(topic, guardian).any?
      topic.encrypted_conversation.newest_entry&.members&.key?(guardian.user.id) || false
    end

    # On a topic's own page: all of it.
    def self.conversation(topic, guardian)
      {
        id: topic.encrypted_conversation.conversation_id,
        title: topic.encrypted_conversation.encrypted_title,
        title_digest: topic.encrypted_conversation.title_digest,
        keys:
          keys(topic, guardian).map do |key|
            {
              epoch: key.epoch,
              grant: key.encrypted_key,
              granted_by_id: key.granted_by_id,
              bag: key.bag,
            }.compact
          end,
        **roster(topic),
      }
    end

    # In lists, and with whatever tells of topics: what a device tells by whether it has the title already. What it has not
    # got it asks for (`ConversationsController`), all of a list at once.
    def self.listed_conversation(topic)
      conversation = topic.encrypted_conversation
      { id: conversation.conversation_id, title_digest: conversation.title_digest }
    end
  end
end
