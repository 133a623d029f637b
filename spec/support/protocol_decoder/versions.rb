# frozen_string_literal: true

module ProtocolDecoder
  # §10: what a device has seen before, and what it makes of that.
  module Ledger
    Entry = Struct.new(:place, :revision, :digest, keyword_init: true)

    # @param seen [Entry] of a verified message
    # @param known [Entry, nil] of the same message, before
    # @return [String] new, same, newer or older
    def self.compare(message_id, seen, known:, message_at_place:)
      ProtocolDecoder.refuse("moved") if known && known.place != seen.place
      ProtocolDecoder.refuse("replaced") if ![nil, message_id].include?(message_at_place)
      return "new" if known.nil?
      return seen.revision > known.revision ? "newer" : "older" if seen.revision != known.revision
      ProtocolDecoder.refuse_unless(seen.digest == known.digest, "forked")
      "same"
    end
  end

  # §10.1
  class Versions
    # @param ledger [Hash{String => Ledger::Entry}] by message id
    def initialize(place:, ledger:, **expected)
      @place = place
      @ledger = ledger
      @expected = expected
    end

    # @param previous [Object] what `Encoding` gave of the earlier one
    # @return [Array(Object, Object)] for each a `Message`, or the cause why it is not shown
    def read(previous, current)
      earlier, later = [previous, current].map { |value| version(value) }
      return earlier, later if previous == current || [earlier, later].any?(String)
      [earlier, follow(earlier, later)]
    end

    private

    def version(value)
      message = Message.open(value, kind: :body, message_id: message_here, **@expected)
      entry = @ledger[message.message_id]
      ProtocolDecoder.refuse("moved") if entry && entry.place != @place
      if entry && entry.revision == message.revision && entry.digest != message.digest
        ProtocolDecoder.refuse("forked")
      end
      message
    rescue Refused => error
      error.message
    end

    def message_here
      @ledger.key(@ledger.values.find { |entry| entry.place == @place })
    end

    def follow(earlier, later)
      return "wrong-message" if later.message_id != earlier.message_id
      later.revision > earlier.revision ? later : "wrong-revision"
    end
  end
end
