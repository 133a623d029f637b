# frozen_string_literal: true

module ProtocolDecoder
  # §10: what a device has seen before, what others have named, and what it makes of that.
  module Ledger
    # A message that was seen; `digest` is the first half of one.
    Seen = Struct.new(:place, :revision, :digest, :epoch, :author_id, keyword_init: true)

    # The highest revision that others have named, and whether with two digests.
    Name = Struct.new(:revision, :digest, :disputed, keyword_init: true)

    # Either may be nil.
    Entry = Struct.new(:seen, :named, keyword_init: true)

    # @param message [Seen] of a verified message
    # @param known [Entry] of the same message, before
    # @return [String] new, same, newer, older, behind or disputed
    def self.compare(message_id, message, kind:, known:, message_at_place:)
      check_place(message_id, message, known.seen, message_at_place)
      standing = known.seen ? beside_seen(message, kind, known.seen) : "new"
      standing == "older" ? standing : beside_named(message, known.named) || standing
    end

    def self.check_place(message_id, message, seen, message_at_place)
      ProtocolDecoder.refuse("moved") if seen && seen.place != message.place
      ProtocolDecoder.refuse("replaced") if ![nil, message_id].include?(message_at_place)
    end

    def self.beside_seen(message, kind, seen)
      own = kind == :title || message.author_id == seen.author_id
      ProtocolDecoder.refuse_unless(own, "wrong-author")
      return "older" if message.revision < seen.revision
      if message.revision == seen.revision
        ProtocolDecoder.refuse_unless(message.digest == seen.digest, "forked")
        return "same"
      end
      ProtocolDecoder.refuse_unless(message.epoch >= seen.epoch, "wrong-epoch")
      "newer"
    end

    # @return [String, nil]
    def self.beside_named(message, named)
      return if named.nil? || named.revision < message.revision
      return "behind" if named.revision > message.revision
      "disputed" if named.disputed || named.digest != message.digest
    end

    private_class_method :check_place, :beside_seen, :beside_named

    # @param named [Message::Named] of a message, in a verified one
    # @param known [Entry] of the same message, before
    # @return [Entry] from then on
    def self.name(named, known)
      before = known.named
      if before.nil? || named.revision > before.revision
        name = Name.new(**named.to_h.slice(:revision, :digest), disputed: false)
      else
        name = before.dup
        other = named.revision == before.revision && named.digest != before.digest
        name.disputed ||= other
      end
      Entry.new(seen: known.seen, named: name)
    end
  end
end
