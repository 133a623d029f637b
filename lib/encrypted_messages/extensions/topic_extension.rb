# frozen_string_literal: true

module EncryptedMessages
  # An encrypted topic has a placeholder for a title, and a key for every participant.
  module TopicExtension
    extend ActiveSupport::Concern

    prepended do
      # Saved with the topic, so that what a refused topic was given is not stored either.
      has_one :encrypted_conversation,
              class_name: "EncryptedMessages::Conversation",
              inverse_of: :topic,
              autosave: true,
              dependent: :delete

      validate :refuse_plain_encrypted_topic
      before_create :encrypted_keys_fit_participants
      # `skip_validations` skips validations; a callback that aborts it does not.
      before_save { throw :abort if refuse_plain_encrypted_topic }
    end

    # Under the name of the tracked field, for core's revisions.
    def encrypted_title
      encrypted_conversation&.encrypted_title
    end

    # Nobody can wrap a key for an address; core would make an invite link or give no reason.
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
      # It would stand beside the title, in the clear.
      return :plaintext if featured_link_changed? && featured_link.present?
      # Neither a topic that everybody may see, nor a banner: `TopicConverter`, and whatever else sets
      # an archetype.
      :stays_private if archetype_changed? && archetype != Archetype.private_message
    end

    # One key for every participant and for nobody else, each of whom has a card and may use encrypted
    # messages. The sender is among core's participants.
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
