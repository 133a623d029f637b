# frozen_string_literal: true

module ProtocolDecoder
  # §9.2 and §9.3: bodies and titles
  class Message
    # A message that another one names: its id, revision and half of the digest.
    Named = Struct.new(:message_id, :revision, :digest)

    attr_reader :kind,
                :conversation_id,
                :epoch,
                :message_id,
                :author_id,
                :time,
                :revision,
                :latest_read,
                :entry,
                :text,
                :title,
                :digest

    # @param value what `Encoding` gave
    # @param kind [Symbol] :body or :title
    # @param keys [Hash{Integer => ConversationKey}] by epoch, those that the reader holds
    # @param roster [Roster] of the conversation
    # @param author_id [Integer, nil] who is shown as its author; nil for anybody whom the roster lists
    # @param histories [Array<Array<Card>>] of those who may have written it, verified
    def self.open(value, kind:, keys:, roster:, histories:, author_id: nil, message_id: nil)
      conversation_id = roster.conversation_id
      envelope = Envelope.new(value, kind:, conversation_id:, message_id:)
      new(kind, envelope.header).tap do |message|
        key = keys[message.epoch]
        ProtocolDecoder.refuse_unless(key, "no-key")
        named = [nil, key.commitment].include?(roster.commitment(message.epoch))
        ProtocolDecoder.refuse_unless(named, "wrong-commitment")
        message.read(envelope.open(key.content_key), roster, histories, author_id)
      end
    end

    # @param header [Hash] the outer one
    def initialize(kind, header)
      @kind = kind
      @header = header
      @conversation_id, @epoch, @message_id, @revision = header.values
    end

    # Steps 4 to 9
    def read(value, roster, histories, author_id)
      signed = Cose.sign1(value, kind:, labels: Envelope.labels(**@header))
      payload = check_payload(signed.payload)
      check_entry(roster.entry(payload[8]), payload.values_at(1, 2))
      right = [nil, payload[1]].include?(author_id)
      ProtocolDecoder.refuse_unless(right, "wrong-author")
      author = Card.find(histories, payload.values_at(1, 2))
      ProtocolDecoder.refuse_unless(author, "wrong-fingerprint")
      signed.verify(author.verification_key)
      read_payload(payload)
      @digest = signed.digest
      ProtocolDecoder.refuse_unless(!payload.key?(9), "newer")
    end

    private

    def check_payload(payload)
      bytes = ->(item) { Fields.bytes?(item) }
      required = {
        1 => USER_IDS,
        2 => 32,
        3 => TIMES,
        5 => ->(item) { earlier_messages?(item) },
        6 => bytes,
        8 => 32,
      }
      optional = { 9 => ->(item) { attachments?(item) } }
      optional[7] = bytes if kind == :body
      Fields.check(payload, required, optional)
    end

    def earlier_messages?(item)
      return false if !item.is_a?(Array) || item.size > 8
      shaped =
        item.all? do |named|
          named.is_a?(Array) && named.size == 3 &&
            named.zip([16, REVISIONS, 16]).all? { |value, type| Fields.fits?(value, type) }
        end
      ids = item.map(&:first) if shaped
      shaped && ids == ids.uniq.sort
    end

    def attachments?(item)
      item.is_a?(Array) && item.size.between?(1, 32) &&
        item.all? { |bytes| Fields.bytes?(bytes) && bytes.bytesize.between?(1, 1024) }
    end

    def check_entry(entry, author)
      ProtocolDecoder.refuse_unless(entry, "unknown-entry")
      ProtocolDecoder.refuse_unless(entry.epoch == epoch, "wrong-epoch")
      ProtocolDecoder.refuse_unless(entry.lists?(author), "wrong-participant")
      @entry = entry
    end

    def read_payload(payload)
      @author_id, @time = payload.values_at(1, 3)
      @latest_read = payload[5].map { |named| Named.new(*named) }
      @text = Encoding.utf8(payload[6])
      @title = Encoding.utf8(payload[7]) if payload.key?(7)
    end
  end
end
