# frozen_string_literal: true

module EncryptedMessages
  # Checks how large a piece of CBOR is and what it is made of, by reading only the heads of its items (RFC 8949 §3),
  # before anything is decoded. A request of a few megabytes can announce millions of arrays; and the gem turns some
  # tags into Ruby's own patterns and times, which fail in ways of their own.
  module WireBounds
    # The same limits as clients have (docs/protocol.md §1).
    MAX_BYTES = 2 * 1024 * 1024
    MAX_ITEMS = 4096
    MAX_DEPTH = 8
    TAGS = [Wire::COSE_ENCRYPT0, Wire::COSE_SIGN1].freeze

    # Major types (RFC 8949 §3.1), and the largest arguments of those that are integers: beyond 2^53 - 1 and its negative
    # JavaScript has none. The protocol uses no texts, floats or simple values.
    INTEGERS = { 0 => 2**53 - 1, 1 => 2**53 - 2 }.freeze
    BYTES = 2
    ARRAY = 4
    MAP = 5
    TAG = 6
    private_constant :INTEGERS, :BYTES, :ARRAY, :MAP, :TAG

    # How to unpack an argument of that many bytes.
    ARGUMENTS = { 1 => "C", 2 => "n", 4 => "N", 8 => "Q>" }.freeze
    private_constant :ARGUMENTS

    # Whether it is safe to decode. The decoder finds whatever else is wrong with it.
    #
    # @param bytes [String]
    def self.within?(bytes)
      return false if bytes.bytesize > MAX_BYTES
      awaited = [1] # how many items are still to come in each array or map that is open
      items = at = 0
      until awaited.empty?
        next awaited.pop if awaited.last == 0
        awaited[-1] -= 1
        items += 1
        return false if items > MAX_ITEMS || awaited.size > MAX_DEPTH

        major, argument, at = head(bytes, at)
        inside = argument && items_in(major, argument)
        return false if inside.nil?
        awaited << inside
        at += argument if major == BYTES
      end
      true
    end

    # @return [Array(Integer, Integer, Integer), nil] the type, the argument, and where the head ends
    def self.head(bytes, at)
      major, short = bytes.getbyte(at)&.divmod(32)
      return major, short, at + 1 if major.nil? || short < 24
      size = 1 << (short - 24)
      format = ARGUMENTS[size] or return
      [major, bytes.byteslice(at + 1, size).unpack1(format), at + 1 + size]
    end
    private_class_method :head

    # @return [Integer, nil] how many items are inside; nil where the protocol uses no such item
    def self.items_in(major, argument)
      case major
      when *INTEGERS.keys
        0 if argument <= INTEGERS[major]
      when BYTES
        0
      when ARRAY
        argument
      when MAP
        2 * argument
      when TAG
        1 if TAGS.include?(argument)
      end
    end
    private_class_method :items_in
  end
end
