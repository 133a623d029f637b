# frozen_string_literal: true

module ProtocolDecoder
  # §1: a map has exactly the keys listed, an array the items, a byte string the length; but one that
  # is well-formed beside keys above those that are known is of a newer version.
  module Fields
    # @param value whatever was decoded
    # @param required [Hash] a Range of integers, the size of a byte string, or a Proc for each key
    # @param newer [Proc] whether a key that is not known may be one of a newer version
    def self.check(value, required, optional = {}, newer: nil)
      ProtocolDecoder.refuse_unless(value.is_a?(Hash), "malformed")
      known = required.merge(optional)
      ProtocolDecoder.refuse_unless((required.keys - value.keys).empty?, "malformed")
      value
        .slice(*known.keys)
        .each { |key, item| ProtocolDecoder.refuse_unless(fits?(item, known[key]), "malformed") }
      refuse_others(value.keys - known.keys, newer || ->(key) { key > known.keys.max })
      value
    end

    # @param keys [Array<Integer>] those that are not known
    def self.refuse_others(keys, newer)
      return if keys.empty?
      ProtocolDecoder.refuse(keys.all?(&newer) ? "newer" : "malformed")
    end

    def self.fits?(item, type)
      case type
      when Integer
        bytes?(item) && item.bytesize == type
      when Range
        item.is_a?(Integer) && type.cover?(item)
      else
        type.call(item)
      end
    end

    def self.bytes?(item)
      item.is_a?(String) && item.encoding == ::Encoding::BINARY
    end
  end
end
