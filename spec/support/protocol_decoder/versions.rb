# frozen_string_literal: true

module ProtocolDecoder
  # §10.1
  class Versions
    # @param ledger [Hash{String => Ledger::Seen}] by message id
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
      seen = @ledger[message.message_id]
      # what others have named refuses nothing
      if seen
        Ledger.compare(
          message.message_id,
          as_seen(message),
          kind: :body,
          known: Ledger::Entry.new(seen:),
          message_at_place: message_here,
        )
      end
      message
    rescue Refused => error
      error.message
    end

    def as_seen(message)
      Ledger::Seen.new(
        place: @place,
        revision: message.revision,
        digest: message.digest[0, 16],
        epoch: message.epoch,
        author_id: message.author_id,
      )
    end

    def message_here
      @ledger.key(@ledger.values.find { |seen| seen.place == @place })
    end

    def follow(earlier, later)
      return "wrong-message" if later.message_id != earlier.message_id
      later.revision > earlier.revision ? later : "wrong-revision"
    end
  end
end
