# frozen_string_literal: true

module EncryptedMessages
  # discourse-assign removes the old assignment before it makes the new one. So a note that the new one's model would
  # refuse is refused before that.
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
