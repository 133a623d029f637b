# frozen_string_literal: true

module EncryptedMessages
  # An encrypted topic has a placeholder for a title, and a key for every participant.
  module TopicExtension
    extend ActiveSupport::Concern

    prepended do
      # Saved with the topic, so that nothing is stored for a topic that was refused.
      has_one :encrypted_conversation,
              class_name: "EncryptedMessages::Conversation",
              inverse_of: :topic,
              autosave: true,
              dependent: :delete

      validate :refuse_plain_encrypted_topic
      before_create :encrypted_keys_fit_participants
      # With `skip_validations` core skips the validation, but not a callback that aborts.
      before_save { throw :abort if refuse_plain_encrypted_topic }
    end

    # Has the name of the tracked field, since core's revisions read it.
    def encrypted_title
      encrypted_conversation&.encrypted_title
    end

    # Nobody can wrap a key for an email address. Core would make an invite link, or give no reason.
    def invite(invited_by, username_or_email, ...)
      if encrypted_conversation && !User.find_by_username_or_email(username_or_email)
        raise Topic::NotAllowed.new(Refusal.text(:members_only))
      end
      super
    end

    private

    # @return [Boolean] whether something was refused
    def refuse_plain_encrypted_topic
      watched = %w[title featured_link archetype]
      reason = plain_encrypted_topic if changed.intersect?(watched) && encrypted_conversation
      Refusal.add(self, reason) if reason
      reason.present?
    end

    # @return [Symbol, nil] the reason for a refusal
    def plain_encrypted_topic
      return :plain_title if title_changed? && !Placeholder.title?(title)
      # A featured link would stand beside the title, in the clear.
      return :plaintext if featured_link_changed? && featured_link.present?
      # It may become neither a public topic nor a banner, whoever sets the archetype (`TopicConverter` is one).
      :stays_private if archetype_changed? && archetype != Archetype.private_message
    end

    # Every participant has a key and nobody else has; and each has a card and may use encrypted messages. Core counts
    # the sender among the participants.
    def encrypted_keys_fit_participants
      return if encrypted_conversation.nil?

      participants = topic_allowed_users.map(&:user_id)
      holders = encrypted_conversation.keys.map(&:user_id)
      if topic_allowed_groups.empty? && participants.sort == holders.sort &&
           Identity.cards(holders).size == holders.size &&
           Identity.allowed(User.where(id: holders)).count == holders.size
        return
      end

      Refusal.add(self, :keys_do_not_fit)
      throw :abort
    end
  end
end
