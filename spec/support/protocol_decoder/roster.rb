# frozen_string_literal: true

module ProtocolDecoder
  # §8.2: the chain of who takes part, verified from entry 0.
  class Roster
    MAX_BYTES = 48 * 1024
    SEQUENCES = 0..4_294_967_295
    MAX_PAIRS = 1000

    # What one entry says. Pairs are of a user id and a fingerprint.
    Entry =
      Struct.new(
        :digest,
        :epoch,
        :signer,
        :created_at,
        :sequence,
        :before,
        :commitment,
        :pairs,
        :message,
        keyword_init: true,
      ) do
        def lists?(pair)
          pairs.include?(pair)
        end
      end

    attr_reader :conversation_id, :entries

    # @param texts [Array<String>] base64url, in their order, from entry 0 or from what is held
    # @param conversation_id [String] 16 bytes
    # @param histories [Array<Array<Card>>] of those who sign, verified
    # @param held [Roster, nil] what the device has kept (§10.4)
    def self.open(texts, conversation_id:, histories:, held: nil)
      new(conversation_id, histories, held&.entries.to_a).tap do |roster|
        texts.each { |text| roster.take(Encoding.from_text(text, max_bytes: MAX_BYTES)) }
        ProtocolDecoder.refuse_unless(roster.newest, "wrong-entry")
      end
    end

    def initialize(conversation_id, histories, entries)
      @conversation_id = conversation_id
      @histories = histories
      @entries = entries.dup
    end

    def newest
      entries.last
    end

    # @return [Entry, nil]
    def entry(digest)
      entries.find { |entry| entry.digest == digest }
    end

    # @return [String, nil] of an epoch's key
    def commitment(epoch)
      entries.find { |entry| entry.epoch == epoch }&.commitment
    end

    # Verifies an entry that is not held, and takes it where it follows.
    def take(value)
      entry = read(value)
      held = entries[entry.sequence]
      return if held&.digest == entry.digest
      ProtocolDecoder.refuse_unless(entry.sequence <= entries.size, "wrong-entry")
      before = entries[entry.sequence - 1] if entry.sequence.positive?
      before ? check_next(entry, before) : check_first(entry)
      check_signer(entry, before)
      check_epoch(entry, before) if before
      check_signature(entry)
      ProtocolDecoder.refuse("forked") if held
      entries << entry
    end

    private

    # Step 1
    def read(value)
      labels = {
        Label::CONVERSATION => [16, @conversation_id, "wrong-conversation"],
        Label::EPOCH => [EPOCHS, nil, nil],
      }
      message = Cose.sign1(value, kind: :entry, labels:)
      payload = Fields.check(message.payload, types)
      ids = payload[7].map(&:first)
      length = payload[4].zero? ? 16 : 32
      shaped = ids == ids.uniq.sort && payload[5].bytesize == length
      ProtocolDecoder.refuse_unless(shaped, "malformed")
      Entry.new(
        digest: message.digest,
        epoch: message.header[Label::EPOCH],
        signer: payload.values_at(1, 2),
        created_at: payload[3],
        sequence: payload[4],
        before: payload[5],
        commitment: payload[6],
        pairs: payload[7],
        message:,
      )
    end

    def types
      {
        1 => USER_IDS,
        2 => 32,
        3 => TIMES,
        4 => SEQUENCES,
        5 => ->(item) { Fields.fits?(item, 32) || Fields.fits?(item, 16) },
        6 => 32,
        7 => ->(item) do
          item.is_a?(Array) && item.size.between?(1, MAX_PAIRS) && item.all? { |pair| pair?(pair) }
        end,
      }
    end

    def pair?(item)
      item.is_a?(Array) && item.size == 2 && Fields.fits?(item[0], USER_IDS) &&
        Fields.fits?(item[1], 32)
    end

    # Steps 2 and 3
    def check_first(entry)
      ProtocolDecoder.refuse_unless(entry.epoch == FIRST_EPOCH, "wrong-epoch")
      purpose = Crypto.purpose("conversation", *entry.signer, entry.before)
      id = OpenSSL::Digest.digest("SHA256", purpose)[0, 16]
      ProtocolDecoder.refuse_unless(id == @conversation_id, "wrong-conversation")
    end

    # Steps 2 and 4
    def check_next(entry, before)
      ProtocolDecoder.refuse_unless(entry.before == before.digest, "wrong-entry")
      epochs = [before.epoch, before.epoch + 1]
      ProtocolDecoder.refuse_unless(epochs.include?(entry.epoch), "wrong-epoch")
      same = entry.commitment == before.commitment
      ProtocolDecoder.refuse_unless(same == (entry.epoch == before.epoch), "wrong-commitment")
    end

    # Step 5
    def check_signer(entry, before)
      ProtocolDecoder.refuse_unless(entry.lists?(entry.signer), "wrong-participant")
      return if !before || before.lists?(entry.signer)
      listed = before.pairs.find { |user_id, _| user_id == entry.signer.first }
      vouched = listed && Card.succeeds?(@histories, entry.signer, listed)
      ProtocolDecoder.refuse_unless(vouched, "wrong-participant")
    end

    # Step 6
    def check_epoch(entry, before)
      stays = (before.pairs - entry.pairs).empty?
      ProtocolDecoder.refuse_unless(stays || entry.epoch > before.epoch, "wrong-epoch")
    end

    # Step 7
    def check_signature(entry)
      card = Card.find(@histories, entry.signer)
      ProtocolDecoder.refuse_unless(card, "wrong-fingerprint")
      entry.message.verify(card.verification_key)
    end
  end
end
