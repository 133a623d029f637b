# frozen_string_literal: true

module EncryptedMessages
  # One entry of a conversation's roster: who takes part, with which keys, in which epoch, signed by one of them
  # (docs/protocol.md §8.2). Entries are only ever added.
  class RosterEntry < ActiveRecord::Base
    self.table_name = "encrypted_roster_entries"

    attribute :entry, BytesColumn.new

    belongs_to :conversation,
               class_name: "EncryptedMessages::Conversation",
               primary_key: :topic_id,
               foreign_key: :topic_id,
               inverse_of: :entries

    validates :entry, :signed_by_id, presence: true

    # @return [RosterEntry, nil]
    def self.newest(topic_id)
      where(topic_id:).order(sequence: :desc).first
    end

    # @param signed [SignedEntry]
    # @return [Hash] the columns that a signed entry says
    def self.columns_of(signed)
      {
        sequence: signed.sequence,
        epoch: signed.epoch,
        signed_by_id: signed.signer_id,
        entry: signed.text,
      }
    end

    # @return [SignedEntry, nil] nil where SQL around the models has made it unreadable since
    def signed
      return @signed if defined?(@signed)
      @signed =
        begin
          SignedEntry.parse(entry)
        rescue Wire::Malformed
          nil
        end
    end

    # Whether the columns say what the signed entry says.
    def consistent?
      signed.present? &&
        self.class.columns_of(signed).all? { |name, value| public_send(name) == value }
    end

    # @return [String] bytes
    def digest
      signed&.digest
    end

    # @return [Hash{Integer => String}] fingerprints of who takes part, in base64url, by user id
    def members
      signed&.members || {}
    end
  end
end

# == Schema Information
#
# Table name: encrypted_roster_entries
#
#  id           :bigint           not null, primary key
#  topic_id     :bigint           not null
#  sequence     :bigint           not null
#  epoch        :bigint           not null
#  signed_by_id :bigint           not null
#  entry        :binary           not null
#
# Indexes
#
#  index_encrypted_roster_entries_on_signed_by_id           (signed_by_id)
#  index_encrypted_roster_entries_on_topic_id_and_sequence  (topic_id,sequence) UNIQUE
#
# Foreign Keys
#
#  fk_rails_...  (topic_id => encrypted_conversations.topic_id) ON DELETE => cascade
#
