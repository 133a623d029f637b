# frozen_string_literal: true

module EncryptedMessages
  # Makes a personal message an encrypted one. `topics.title` holds a placeholder; the title itself is stored here as
  # ciphertext.
  class Conversation < ActiveRecord::Base
    self.table_name = "encrypted_conversations"

    attribute :conversation_id, IdColumn.new
    attribute :encrypted_title, BytesColumn.new

    belongs_to :topic
    has_many :keys,
             class_name: "EncryptedMessages::ConversationKey",
             primary_key: :topic_id,
             foreign_key: :topic_id,
             inverse_of: :conversation,
             autosave: false
    has_many :entries,
             class_name: "EncryptedMessages::RosterEntry",
             primary_key: :topic_id,
             foreign_key: :topic_id,
             inverse_of: :conversation

    validates :conversation_id, presence: true, format: { with: Wire::ID_PATTERN }
    validates :encrypted_title, presence: true

    # All at once, however many take part.
    after_create do
      ConversationKey.add(topic_id, keys.target.map(&:attributes))
      keys.reset
    end

    # The conversation of a topic, deleted topics included: `belongs_to :topic` does not find those, but a deleted
    # encrypted message is still encrypted.
    def self.of_topic(topic, topic_id)
      topic ? topic.encrypted_conversation : find_by(topic_id:)
    end

    # For what is shown. What is stored is checked against `RosterGate`, which asks anew.
    #
    # @return [RosterEntry, nil]
    def newest_entry
      return @newest_entry if defined?(@newest_entry)
      @newest_entry = RosterEntry.newest(topic_id)
    end

    # Whether the user can read: whether they were granted a key.
    def participant?(user_id)
      new_record? ? keys.any? { |key| key.user_id == user_id } : keys.exists?(user_id:)
    end

    # @return [Array<ConversationKey>] in the order of epochs; empty for anybody but a participant
    def keys_for(user)
      return [] if user.nil?
      @keys_by_user_id ||= {}
      @keys_by_user_id[user.id] ||= keys.where(user_id: user.id).order(:epoch).to_a
    end

    # What a row of keys is without the bytes of the key.
    KEY_NAMES = %i[id topic_id user_id epoch granted_by_id].freeze

    # Loads the viewer's keys of many conversations by one query, for lists.
    #
    # @param whole [Boolean] with the keys' bytes, or only which there are
    def self.preload_keys(conversations, user, whole: true)
      return if user.nil? || conversations.empty?
      rows =
        ConversationKey
          .where(user_id: user.id, topic_id: conversations.map(&:topic_id))
          .then { |keys| whole ? keys : keys.select(KEY_NAMES) }
          .order(:epoch)
          .group_by(&:topic_id)
      conversations.each { |each| each.preloaded_keys(user.id, rows[each.topic_id] || []) }
    end

    def preloaded_keys(user_id, rows)
      @keys_by_user_id ||= {}
      @keys_by_user_id[user_id] = rows
    end

    # Tells one title's ciphertext from another, and nothing of what is in it: for devices that have it already. 8 bytes.
    #
    # @return [String] base64url
    def title_digest
      Wire.encode64(Digest::SHA256.digest(encrypted_title).byteslice(0, 8))
    end

    def reload(*)
      @keys_by_user_id = nil
      remove_instance_variable(:@newest_entry) if defined?(@newest_entry)
      super
    end
  end
end

# == Schema Information
#
# Table name: encrypted_conversations
#
#  id              :bigint           not null, primary key
#  topic_id        :bigint           not null
#  conversation_id :uuid             not null
#  encrypted_title :binary           not null
#
# Indexes
#
#  index_encrypted_conversations_on_conversation_id  (conversation_id) UNIQUE
#  index_encrypted_conversations_on_topic_id         (topic_id) UNIQUE
#
