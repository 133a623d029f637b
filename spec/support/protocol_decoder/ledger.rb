# frozen_string_literal: true

module ProtocolDecoder
  # §10: what a device has seen before, and what it makes of that.
  module Ledger
    # The digest's first half; no place where the message was only named by another.
    Entry = Struct.new(:place, :revision, :digest, :forked, keyword_init: true)

    # @param seen [Entry] of a verified message
    # @param known [Entry, nil] of the same message, before
    # @return [String] new, same, newer or older
    def self.compare(message_id, seen, known:, message_at_place:)
      ProtocolDecoder.refuse("moved") if known&.place && known.place != seen.place
      ProtocolDecoder.refuse("replaced") if ![nil, message_id].include?(message_at_place)
      return "new" if known.nil?
      ProtocolDecoder.refuse("forked") if known.forked
      return seen.revision > known.revision ? "newer" : "older" if seen.revision != known.revision
      ProtocolDecoder.refuse_unless(seen.digest == known.digest, "forked")
      known.place ? "same" : "new"
    end

    # @param named [Message::Named] of a message, in a verified one
    # @param known [Entry, nil] of the same message, before
    # @return [Entry] from then on
    def self.name(named, known)
      return Entry.new(**named.to_h.slice(:revision, :digest), forked: false) if known.nil?
      if named.revision > known.revision
        known.dup.tap { |entry| entry.revision, entry.digest = named.revision, named.digest }
      elsif named.revision == known.revision && named.digest != known.digest
        known.dup.tap { |entry| entry.forked = true }
      else
        known
      end
    end
  end
end
