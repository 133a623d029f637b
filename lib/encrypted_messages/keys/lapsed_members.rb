# frozen_string_literal: true

module EncryptedMessages
  # Members of a conversation who have reset their encryption, and whose grants are still for former keys. Any participant
  # can give them access again (`InviteMember`).
  module LapsedMembers
    # @param topic [Topic] of an encrypted message
    # @return [Array<User>]
    def self.of(topic)
      ids =
        UserCustomField.where(user_id: topic.allowed_users.map(&:id), name: Identity::EARLIER_CARDS)
      cards = Identity.cards(ids.pluck(:user_id))
      return [] if cards.empty?

      fingerprints = cards.transform_values { |card| Card.fingerprint(card) }
      keys = topic.encrypted_conversation.keys.where(user_id: cards.keys)
      lapsed = keys.select { |key| key.outdated?(fingerprints[key.user_id]) }.map(&:user_id)
      topic.allowed_users.select { |user| lapsed.include?(user.id) }
    end
  end
end
