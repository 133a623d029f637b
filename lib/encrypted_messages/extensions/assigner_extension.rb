# frozen_string_literal: true

module EncryptedMessages
  # discourse-assign takes the old assignment away before it makes the new one, so a note that the new one's model
  # would refuse is refused first.
  module AssignerExtension
    # @raise [Discourse::InvalidAccess]
    def assign(assign_to, note: nil, **options)
      if note.present? && Conversation.exists?(topic_id: topic.id)
        raise Refusal.access(:plaintext_beside)
      end
      super
    end
  end
end
