# frozen_string_literal: true

module ProtocolDecoder
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
      return message if entry.nil?
      ProtocolDecoder.refuse("moved") if entry.place && entry.place != @place
      same = !entry.forked && entry.digest == message.digest[0, 16]
      ProtocolDecoder.refuse("forked") if entry.revision == message.revision && !same
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
