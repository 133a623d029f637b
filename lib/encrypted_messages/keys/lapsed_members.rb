# frozen_string_literal: true

module EncryptedMessages
  # Members of a conversation whose newest roster entry lists other keys of theirs than they have now, since they have reset
  # their encryption. The next entry lists the new ones (`WriteRosterEntry`).
  module LapsedMembers
    # @param topic [Topic] of an encrypted message
    # @return [Array<User>]
    def self.of(topic)
      listed = topic.encrypted_conversation.newest_entry&.members || {}
      cards = Identity.cards(listed.keys)
      lapsed = cards.reject { |id, card| Card.fingerprint(card) == listed[id] }
      topic.allowed_users.select { |user| lapsed.key?(user.id) }
    end
  end
end
