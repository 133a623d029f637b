# frozen_string_literal: true

module EncryptedMessages
  # What lists leave out of conversations, for one of those who take part: the titles, and their own keys of the epochs that
  # these are of.
  module Conversations
    # @param guardian [Guardian] the viewer's
    # @param topic_ids [Array<Integer>]
    # @param grants [Boolean] also where there is what another device has kept
    # @return [Array<Hash>] of each topic that the viewer sees and holds a key to
    def self.for(guardian, topic_ids, grants:)
      seen = guardian.can_see_topic_ids(topic_ids:)
      conversations = Conversation.where(topic_id: seen).order(:topic_id).to_a
      Conversation.preload_keys(conversations, guardian.user)
      conversations.filter_map do |each|
        keys = each.keys_for(guardian.user)
        shown(each, keys, grants) if keys.any?
      end
    end

    def self.shown(conversation, keys, grants)
      title = conversation.encrypted_title
      epoch = Envelope.epoch_of_title(title)
      {
        topic_id: conversation.topic_id,
        id: conversation.conversation_id,
        title:,
        title_digest: conversation.title_digest,
        keys: keys.select { |key| key.epoch == epoch }.map { |key| key_row(key, grants) },
      }
    end
    private_class_method :shown

    def self.key_row(key, grants)
      row = { epoch: key.epoch, granted_by_id: key.granted_by_id, bag: key.bag }.compact
      grants || key.bag.nil? ? { **row, grant: key.encrypted_key } : row
    end
    private_class_method :key_row
  end
end
